// The program `spanroot`.
#include "ui_client/cli/program.h"

int main(int argc, char** argv) {
  return spanroot::RunProgram(
      "spanroot", "Trace a language model's text to the training documents it came from.",
      {
          {"index", "Build an index of a corpus.", spanroot::MakeIndexCommand},
          {"trace", "Show where a text's words stand in a corpus.", spanroot::MakeTraceCommand},
          {"count", "Count how often a phrase occurs.", spanroot::MakeCountCommand},
          {"search", "Find documents that hold a phrase.", spanroot::MakeSearchCommand},
          {"serve", "Answer such questions over gRPC and HTTP.", spanroot::MakeServeCommand},
          {"info", "Tell what an index holds.", spanroot::MakeInfoCommand},
          {"verify", "Check an index from top to bottom.", spanroot::MakeVerifyCommand},
          {"dump", "Show the inside of an index.", spanroot::MakeDumpCommand},
      },
      argc, argv);
}
