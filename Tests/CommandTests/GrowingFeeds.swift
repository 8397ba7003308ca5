import Foundation
import Synchronization
import TestSupport

/// Feeds of a loopback server that have one more flagged item with each answer, and a configuration that asks them each
/// second. A feed shows its newest 21 items, so none is gone before it could be read.
final class GrowingFeeds: Sendable {
    private struct State {
        /// The newest item of each feed.
        var newest: [Int]
        var isStill = false
    }

    let server: LoopbackServer
    let directory: TemporaryDirectory
    let count: Int
    private let state: SharedState

    private final class SharedState: Sendable {
        let value: Mutex<State>

        init(_ state: State) { value = Mutex(state) }
    }

    var configurationPath: String { directory.file("t.plist") }

    /// - Parameters:
    ///   - stateDirectory: of the configuration; relative ones lie beside it.
    ///   - logDirectory: the same for the logs, `a.log` and `a.jsonl`.
    init(count: Int, stateDirectory: String = "state", logDirectory: String? = nil) throws {
        self.count = count
        server = try LoopbackServer()
        directory = try TemporaryDirectory()
        state = SharedState(State(newest: Array(repeating: -1, count: count)))
        for feed in 0..<count {
            server.route("/\(feed)") { [state] _ in
                let newest = state.value.withLock { state in
                    if !state.isStill || state.newest[feed] < 0 { state.newest[feed] += 1 }
                    return state.newest[feed]
                }
                let items = (max(0, newest - 20)...newest).reversed().map { number in
                    "<item><guid isPermaLink='false'>\(feed)-\(number)</guid><title>초지능 \(feed)-\(number)</title></item>"
                }
                return .response(text: "<rss version='2.0'><channel><title>f</title>\(items.joined())</channel></rss>")
            }
        }
        let feeds = (0..<count).map { "{ Name = f\($0); URL = \"\(server.url("/\($0)"))\"; }" }.joined(separator: ", ")
        let logs = logDirectory ?? directory.path
        try directory.write(
            """
            {
              StateDirectory = "\(stateDirectory)";
              AlertLogs = ( { Path = "\(logs)/a.log"; Format = text; }, { Path = "\(logs)/a.jsonl"; Format = json; } );
              Polling = { Interval = 1s; MaximumInterval = 1s; AllowPrivateNetworks = YES; HostGap = 0; PerHost = 8; FirstPollWindow = forever; };
              Feeds = ( \(feeds) ); Rules = ( { Name = "초지능"; Any = ( "초지능" ); } );
            }
            """, to: "t.plist")
    }

    /// No answer has anything new from now on.
    func stopGrowing() {
        state.value.withLock { $0.isStill = true }
    }

    /// The ids of all items that were in an answer so far.
    var items: Set<String> {
        let newest = state.value.withLock(\.newest)
        return Set((0..<count).flatMap { feed in (0..<(newest[feed] + 1)).map { "\(feed)-\($0)" } })
    }
}
