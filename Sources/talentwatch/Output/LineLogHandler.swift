import Foundation
import Glibc
import Logging
import WatchEngine

/// Writes the daemon's own log to stderr, a line a message: constant text first, then `key="value"`.
///
/// Under the journal a line begins with its priority (sd-daemon(3)) and has no time, since the journal adds one;
/// otherwise with the time and the level.
struct LineLogHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level
    private let isJournal: Bool
    private let time: any TimeSource

    init(level: Logger.Level, environment: [String: String], time: any TimeSource) {
        logLevel = level
        isJournal = Self.isJournal(STDERR_FILENO, environment: environment)
        self.time = time
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let facts = metadata.merging(event.metadata ?? [:]) { $1 }
            .sorted { $0.key < $1.key }
            .map { " \($0.key)=\"\(PrintableText.line("\($0.value)").replacing("\"", with: "'"))\"" }
            .joined()
        let now = time.now
        let head =
            isJournal
            ? "<\(Self.priority(event.level))>"
            : "\(InternetTime.text(now, secondsFromUTC: time.secondsFromUTC(at: now))) \(event.level): "
        Diagnostics.write(head + PrintableText.line(event.message.description) + facts)
    }

    /// Whether a descriptor is the stream to the journal that systemd set up, by systemd.exec(5): `$JOURNAL_STREAM` names its
    /// device and inode, and stays set where the output goes elsewhere.
    static func isJournal(_ descriptor: Int32, environment: [String: String]) -> Bool {
        guard let stream = environment["JOURNAL_STREAM"] else { return false }
        var status = stat()
        return fstat(descriptor, &status) == 0 && stream == "\(status.st_dev):\(status.st_ino)"
    }

    private static func priority(_ level: Logger.Level) -> Int {
        switch level {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }
}
