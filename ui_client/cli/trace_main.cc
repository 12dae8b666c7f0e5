// The program `trace`: the same as `spanroot trace`.
#include "ui_client/cli/program.h"

int main(int argc, char** argv) {
  return spanroot::RunProgram(
      {"trace", "Show where a text's words stand in a corpus.", spanroot::MakeTraceCommand}, argc,
      argv);
}
