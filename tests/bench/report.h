// What the benchmarks share: options, the machine, percentiles, and builds in a process of their
// own, so that the peak of memory is that of one build.
#ifndef SPANROOT_TESTS_BENCH_REPORT_H_
#define SPANROOT_TESTS_BENCH_REPORT_H_

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "indexer/build/index_builder.h"

namespace spanroot {

// "--name value" pairs. Ends the program at anything else and at names that `defaults` lacks.
class BenchOptions {
 public:
  BenchOptions(int argc, char** argv, std::map<std::string, std::string> defaults);
  const std::string& Text(const std::string& name) const { return values_.at(name); }
  uint64_t Number(const std::string& name) const { return std::stoull(values_.at(name)); }

 private:
  std::map<std::string, std::string> values_;
};

// ../shared/data beside the sources.
std::string DefaultData();

// "machine: ..." with processor, cores and memory, on one line.
void PrintMachine();

class Stopwatch {
 public:
  double Seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

// The q-quantile, 0 to 1; 0 if there are none.
double Quantile(std::vector<double> values, double q);

struct BuildFigures {
  bool ok = false;
  double seconds = 0;
  std::array<double, 4> stage_seconds = {};  // by BuildStage
  double verify_seconds = 0;                 // of the whole index, afterwards
  uint64_t peak_bytes = 0;                   // resident, of building
  uint64_t documents = 0, words = 0, text_bytes = 0, stored_bytes = 0, shards = 0;

  double MegabytesPerSecond() const { return static_cast<double>(text_bytes) / 1e6 / seconds; }
};

// BuildIndex, then VerifyIndex, in a child process, so call it while this one has no other threads.
// Prints errors.
BuildFigures MeasureBuild(const BuildOptions& options);
void PrintBuildHead();
void PrintBuildRow(const std::string& name, const BuildFigures& figures);

void RemoveIndex(const std::string& dir);

uint64_t ResidentBytes();  // of this process, now

// Makes the system forget what it keeps in memory of the files below a folder.
void EvictFromPageCache(const std::string& dir);

}  // namespace spanroot

#endif  // SPANROOT_TESTS_BENCH_REPORT_H_
