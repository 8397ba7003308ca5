import ArgumentParser
import Foundation
import WatchEngine

struct Moves: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Who went from where to where: each story once, as a table or a graph.",
        discussion: "`talentwatch moves --format dot | dot -Tsvg > moves.svg` draws the graph (Graphviz).")

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text
        case jsonl
        case dot
    }

    @OptionGroup var options: ConfigurationOptions

    @Option(help: "Only those of this time, such as 30d.")
    var since: Age?

    @Option(help: "text, jsonl, or dot: a graph of organisations for Graphviz.")
    var format = Format.text

    func run() async throws {
        var query = AlertQuery()
        query.since = since?.date
        query.hasMove = true
        let store = try options.openStore()
        let told = try await store.storySizes()
        var known = ToldMoves()
        try await store.forEachAlert(query) { known.add($0) }
        switch format {
        case .text:
            let header = ["DATE", "KIND", "PERSON", "ROLE", "FROM", "TO", "TOLD", "TITLE"]
            let rows = known.moves.map { move in
                [
                    String(InternetTime.text(move.alert.time, secondsFromUTC: move.alert.secondsFromUTC).prefix(10)),
                    move.move.kind, move.move.person?.name ?? "-", move.move.role ?? "-", move.move.from ?? "-",
                    move.move.to ?? "-", "\(told[move.alert.story] ?? 1)", move.alert.title ?? "-",
                ].map(PrintableText.line)
            }
            for line in TextTable.lines([header] + rows) { try StandardOutput.line(line) }
        case .jsonl:
            for move in known.moves { try StandardOutput.line(move.json(told: told[move.alert.story] ?? 1)) }
        case .dot:
            for line in MoveGraph(known.moves.map(\.move)).dot { try StandardOutput.line(line) }
        }
    }
}

/// The moves of many alerts, each story's once.
struct ToldMoves {
    struct Told {
        var move: AlertMove
        var alert: Alert
    }

    private(set) var moves: [Told] = []
    private var met: Set<String> = []

    /// Takes the moves of an alert that its story did not tell before.
    mutating func add(_ alert: Alert) {
        for move in alert.moves {
            let known = met.insert("\(alert.story) \(move.kind) \(move.person?.name ?? move.role ?? "")").inserted
            // What corroborates a story tells its moves again, under whatever spelling.
            if known, alert.type != .corroboration { moves.append(Told(move: move, alert: alert)) }
        }
    }
}

extension ToldMoves.Told {
    fileprivate func json(told: Int) -> String {
        var line = JSONText()
        line.object { line in
            line.key("time")
            line.value(InternetTime.text(alert.time, secondsFromUTC: alert.secondsFromUTC))
            line.key("seq")
            line.value(alert.seq)
            line.key("story")
            line.value(alert.story)
            line.key("told")
            line.value(Int64(told))
            line.key("move")
            line.move(move)
            line.key("title")
            line.value(alert.title)
            line.key("link")
            line.value(alert.link)
        }
        return line.string
    }
}

/// Organisations as nodes, moves as arrows between them (the DOT language of Graphviz).
struct MoveGraph {
    private var edges: [(from: String, to: String, label: String)] = []

    init(_ moves: [AlertMove]) {
        for move in moves where move.from != nil || move.to != nil {
            let label = [move.person?.name, move.role].compactMap { $0 }.joined(separator: ", ")
            edges.append((move.from ?? "?", move.to ?? "?", label.isEmpty ? move.kind : label))
        }
    }

    var dot: [String] {
        ["digraph moves {", "    rankdir=LR;", "    node [shape=box];"]
            + edges.map { "    \(Self.quoted($0.from)) -> \(Self.quoted($0.to)) [label=\(Self.quoted($0.label))];" } + [
                "}"
            ]
    }

    private static func quoted(_ text: String) -> String {
        "\"" + PrintableText.line(text).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}
