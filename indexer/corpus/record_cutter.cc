#include "indexer/corpus/record_cutter.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "common/strings.h"

namespace spanroot {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
constexpr std::string_view kSpace = " \t\r\n";

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

}  // namespace

RecordCutter::RecordCutter(std::string path, uint64_t first, uint64_t max_record_bytes)
    : path_(std::move(path)), first_(first), max_record_bytes_(max_record_bytes) {}

size_t RecordCutter::Cut(std::string_view bytes, size_t from, size_t target_bytes, bool at_end,
                         RecordBatch* batch) {
  scan_ = from + (scan_ - start_);
  start_ = from;
  if (layout_ == Layout::kUnknown) ChooseLayout(bytes);
  while (layout_ == Layout::kLines ? FindLine(bytes, at_end) : FindValue(bytes, at_end)) {
    EndRecord(bytes, batch);
    if (IsFull(*batch, target_bytes)) break;
  }
  if (start_ < bytes.size() && scan_ - start_ > max_record_bytes_) {
    oversize_ = true;
    start_ = scan_;
  }
  if (at_end && start_ == bytes.size() && array_ == Array::kOpen) {
    AddBad("the array that the file holds is not closed", batch);
    array_ = Array::kClosed;
  }
  return start_;
}

bool RecordCutter::IsFull(const RecordBatch& batch, size_t target_bytes) const {
  if (batch.records.empty()) return !batch.bad.empty();
  return start_ - batch.records.front().begin >= target_bytes;
}

void RecordCutter::ChooseLayout(std::string_view bytes) {
  if (bytes.starts_with(kByteOrderMark)) start_ = scan_ = kByteOrderMark.size();
  const size_t first = bytes.find_first_not_of(kSpace, start_);
  layout_ = Layout::kLines;
  if (first == std::string_view::npos) return;
  if (bytes[first] == '[') layout_ = Layout::kArray;
  if (bytes[first] == '{') {
    const size_t next = bytes.find_first_not_of(" \t\r", first + 1);
    if (next != std::string_view::npos && bytes[next] == '\n') layout_ = Layout::kObjects;
  }
}

bool RecordCutter::FindLine(std::string_view bytes, bool at_end) {
  if (scan_ == bytes.size()) return at_end && (start_ < scan_ || oversize_);
  const void* newline = std::memchr(bytes.data() + scan_, '\n', bytes.size() - scan_);
  if (newline == nullptr) {
    scan_ = bytes.size();
    return at_end;
  }
  scan_ = static_cast<size_t>(static_cast<const char*>(newline) - bytes.data()) + 1;
  return true;
}

// Passes over blanks and an array's own punctuation. True: a value begins at scan_.
bool RecordCutter::SkipBetweenValues(std::string_view bytes) {
  for (; scan_ < bytes.size(); ++scan_) {
    const char c = bytes[scan_];
    if (IsSpace(c)) continue;
    if (layout_ == Layout::kArray && array_ == Array::kBefore && c == '[') {
      array_ = Array::kOpen;
    } else if (array_ == Array::kOpen && c == ']') {
      array_ = Array::kClosed;
    } else if (array_ != Array::kOpen || c != ',') {
      start_ = scan_;
      return true;
    }
  }
  start_ = scan_;
  return false;
}

// A value that is no object or array, which the parser will refuse, ends before these.
bool RecordCutter::EndsStray(char c) const {
  return c == '\n' || c == '{' || c == '[' || c == ']' || (c == ',' && array_ == Array::kOpen);
}

bool RecordCutter::FindValue(std::string_view bytes, bool at_end) {
  if (!in_value_) {
    if (!SkipBetweenValues(bytes)) return false;
    in_value_ = true;
    in_string_ = false;
    depth_ = 0;
    stray_ = bytes[start_] != '{' && bytes[start_] != '[';
    if (stray_) ++scan_;
  }
  for (; scan_ < bytes.size(); ++scan_) {
    const char c = bytes[scan_];
    if (stray_) {
      if (EndsStray(c)) return true;
    } else if (in_string_) {
      if (c == '\\' && scan_ + 1 == bytes.size() && !at_end) return false;  // see both together
      if (c == '\\') ++scan_;
      if (c == '"' || c == '\n') in_string_ = false;
    } else if (c == '"') {
      in_string_ = true;
    } else if (c == '{' || c == '[') {
      ++depth_;
    } else if ((c == '}' || c == ']') && --depth_ == 0) {
      ++scan_;
      return true;
    }
  }
  scan_ = std::min(scan_, bytes.size());
  return at_end;
}

void RecordCutter::EndRecord(std::string_view bytes, RecordBatch* batch) {
  size_t begin = start_, end = scan_;
  while (begin < end && IsSpace(bytes[begin])) ++begin;
  while (begin < end && IsSpace(bytes[end - 1])) --end;
  const bool wanted = number_ >= first_;
  if (oversize_ || end - begin > max_record_bytes_) {
    if (wanted) {
      AddBad(StrCat("record is longer than ", max_record_bytes_, " bytes: skipped"), batch);
    }
    ++records_;
  } else if (begin < end) {
    if (wanted) batch->records.push_back({begin, end - begin, number_});
    ++records_;
  }
  ++number_;
  start_ = scan_;
  oversize_ = in_value_ = false;
}

void RecordCutter::AddBad(std::string_view what, RecordBatch* batch) const {
  batch->bad.push_back({{batch->file, number_}, StrCat(path_, ":", number_, ": ", what)});
}

}  // namespace spanroot
