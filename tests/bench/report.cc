#include "tests/bench/report.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>
#include <utility>

#include "common/memory.h"
#include "indexer/store/index_verifier.h"

namespace spanroot {
namespace {

BuildFigures Build(const BuildOptions& options) {
  KeepFreedMemory();  // as `spanroot index` does
  BuildFigures figures;
  const Stopwatch watch;
  double last = 0;
  auto stage = BuildStage::kReading;
  const auto observe = [&](const BuildProgress& progress) {
    const double now = watch.Seconds();
    figures.stage_seconds[static_cast<size_t>(stage)] += now - last;
    last = now;
    stage = progress.stage;
    return absl::OkStatus();
  };
  const absl::StatusOr<Manifest> manifest = BuildIndex(options, observe, [](const BadRecord&) {});
  if (!manifest.ok()) {
    std::fprintf(stderr, "build: %s\n", manifest.status().ToString().c_str());
    return figures;
  }
  figures.seconds = watch.Seconds();
  figures.peak_bytes = PeakResidentBytes();
  figures.stage_seconds[static_cast<size_t>(stage)] += figures.seconds - last;
  const Counts totals = manifest->Totals();
  figures.documents = totals.documents;
  figures.words = totals.words;
  figures.text_bytes = totals.bytes;
  figures.stored_bytes = manifest->StoredBytes();
  figures.shards = manifest->shards.size();
  figures.ok = true;
  return figures;
}

void Verify(const BuildOptions& options, BuildFigures* figures) {
  const Stopwatch watch;
  const absl::StatusOr<VerifyReport> report =
      VerifyIndex(options.out_dir, options.threads, [](const std::string&) {});
  figures->verify_seconds = watch.Seconds();
  figures->ok = report.ok() && report->problems.empty();
}

}  // namespace

BenchOptions::BenchOptions(int argc, char** argv, std::map<std::string, std::string> defaults)
    : values_(std::move(defaults)) {
  for (int i = 1; i < argc; i += 2) {
    const std::string name = argv[i];
    if (!name.starts_with("--") || i + 1 == argc || !values_.contains(name.substr(2))) {
      std::fprintf(stderr, "usage: %s", argv[0]);
      for (const auto& [known, value] : values_) {
        std::fprintf(stderr, " [--%s %s]", known.c_str(), value.c_str());
      }
      std::fprintf(stderr, "\n");
      std::exit(2);
    }
    values_[name.substr(2)] = argv[i + 1];
  }
}

std::string DefaultData() {
  return std::filesystem::path(SPANROOT_SOURCE_DIR "/../shared/data").lexically_normal();
}

void PrintMachine() {
  std::ifstream info("/proc/cpuinfo");
  std::string line, model = "unknown";
  while (std::getline(info, line)) {
    if (line.starts_with("model name")) model = line.substr(line.find(": ") + 2);
  }
  const double bytes =
      static_cast<double>(sysconf(_SC_PHYS_PAGES)) * static_cast<double>(sysconf(_SC_PAGE_SIZE));
  std::printf("machine: %s, %u cores, %.0f GiB\n", model.c_str(),
              std::thread::hardware_concurrency(), bytes / (1 << 30));
}

double Quantile(std::vector<double> values, double q) {
  if (values.empty()) return 0;
  const auto at = values.begin() +
                  static_cast<std::ptrdiff_t>(q * static_cast<double>(values.size() - 1) + 0.5);
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

BuildFigures MeasureBuild(const BuildOptions& options) {
  BuildFigures figures;
  int ends[2];
  if (pipe(ends) != 0) return figures;
  std::fflush(stdout);
  ReleaseFreeMemory();  // or the child has it too
  const pid_t child = fork();
  if (child == 0) {
    figures = Build(options);
    if (figures.ok) Verify(options, &figures);
    const ssize_t written = write(ends[1], &figures, sizeof(figures));
    _exit(written == sizeof(figures) ? 0 : 1);
  }
  close(ends[1]);
  if (read(ends[0], &figures, sizeof(figures)) != sizeof(figures)) figures = BuildFigures();
  close(ends[0]);
  waitpid(child, nullptr, 0);
  return figures;
}

void PrintBuildHead() {
  std::printf("%-26s %9s %7s %8s %7s %7s %7s %7s %7s %7s %9s %9s %9s %7s\n", "corpus", "text MB",
              "shards", "seconds", "MB/s", "read", "sort", "compare", "write", "verify", "peak MB",
              "peak/text", "B/word", "index/text");
}

void PrintBuildRow(const std::string& name, const BuildFigures& figures) {
  if (!figures.ok) {
    std::printf("%-26s failed\n", name.c_str());
    return;
  }
  const auto text = static_cast<double>(figures.text_bytes);
  const auto& stages = figures.stage_seconds;
  std::printf(
      "%-26s %9.1f %7llu %8.2f %7.1f %7.2f %7.2f %7.2f %7.2f %7.2f %9.0f %9.2f %9.2f %7.3f\n",
      name.c_str(), text / 1e6, static_cast<unsigned long long>(figures.shards), figures.seconds,
      figures.MegabytesPerSecond(), stages[0], stages[1], stages[2], stages[3],
      figures.verify_seconds, static_cast<double>(figures.peak_bytes) / 1e6,
      static_cast<double>(figures.peak_bytes) / text,
      static_cast<double>(figures.stored_bytes) / static_cast<double>(figures.words),
      static_cast<double>(figures.stored_bytes) / text);
  std::fflush(stdout);
}

void RemoveIndex(const std::string& dir) { std::filesystem::remove_all(dir); }

uint64_t ResidentBytes() {
  std::ifstream file("/proc/self/statm");
  uint64_t size = 0, resident = 0;
  file >> size >> resident;
  return resident * static_cast<uint64_t>(sysconf(_SC_PAGE_SIZE));
}

void EvictFromPageCache(const std::string& dir) {
  for (const auto& entry : std::filesystem::recursive_directory_iterator(dir)) {
    if (!entry.is_regular_file()) continue;
    const int fd = open(entry.path().c_str(), O_RDONLY);
    if (fd < 0) continue;
    posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
    close(fd);
  }
}

}  // namespace spanroot
