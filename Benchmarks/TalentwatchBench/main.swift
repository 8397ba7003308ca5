import Foundation

// Measures the modules on their own: `talentwatch-bench COMMAND ARGUMENT…`, one line of JSON a run.

/// Writes a line to standard error.
func complain(_ line: String) {
    FileHandle.standardError.write(Data(line.utf8))
}

/// Prints what `benchmark` gives, or says why it gives nothing.
func printed(_ benchmark: @escaping ([String]) throws -> String) -> (ArraySlice<String>) async -> Int32 {
    { arguments in
        do {
            print(try benchmark(Array(arguments)))
            return EX_OK
        } catch {
            complain("\(error)\n")
            return EX_DATAERR
        }
    }
}

let commands: [String: (ArraySlice<String>) async -> Int32] = [
    "match": printed(matchBenchmark),
    "parse": ParseBenchmark.run,
    "stories": printed(storyBenchmark),
    "years": YearsSimulation.run,
]
let arguments = CommandLine.arguments
guard arguments.count > 1, let command = commands[arguments[1]] else {
    complain("usage: talentwatch-bench \(commands.keys.sorted().joined(separator: "|")) ARGUMENT…\n")
    exit(EX_USAGE)
}
exit(await command(arguments.dropFirst(2)))
