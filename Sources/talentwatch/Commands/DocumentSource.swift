import FeedParser
import Foundation
import Glibc
import HTTPFetch
import WatchEngine

/// A document's bytes and what is known of them, from wherever a command's argument points.
struct DocumentSource {
    var bytes: [UInt8]
    var options: ParseOptions

    /// More is not read from a file or stdin.
    private static let maximumSize = 64 << 20
    private static let pieceSize = 64 << 10
    /// Answers with a body that stands for the document, as the daemon takes them.
    static let goodStatuses = [200, 203, 226]

    /// Reads a file, `-` (stdin), or an http or https URL.
    ///
    /// - Throws: `CommandFailure` that says why not.
    static func read(_ place: String) async throws -> DocumentSource {
        guard place.hasPrefix("http://") || place.hasPrefix("https://") else {
            return DocumentSource(bytes: try contents(of: place), options: ParseOptions())
        }
        return try await Assembly().withTransfers(for: PollingConfiguration()) { transfers in
            do {
                return try await fetch(
                    FetchRequest(
                        url: place, accept: Program.accept, userAgent: Program.userAgent,
                        addressPolicy: .publicAfterRedirect), by: transfers)
            } catch {
                var failure = CommandFailure(describing: error)
                failure.message = "\(PrintableText.line(place)): \(failure.message)"
                throw failure
            }
        }
    }

    /// Fetches a configured feed as the daemon would, with all that its configuration says.
    ///
    /// - Throws: `CommandFailure` that says why not.
    static func read(
        _ feed: FeedConfiguration, transfers: TransferLoop, polling: PollingConfiguration
    ) async throws -> DocumentSource {
        var document: DocumentSource
        if let path = feed.localPath {
            document = DocumentSource(
                bytes: try contents(of: path, maximumSize: polling.maximumBodySize, isRegular: true),
                options: ParseOptions(baseURL: feed.url))
        } else {
            document = try await fetch(feed.request(polling: polling), by: transfers)
        }
        document.options.encodingOverride = feed.encoding
        document.options.timeZone = feed.timeZone?.secondsFromGMT(for: Date())
        return document
    }

    private static func fetch(_ request: FetchRequest, by transfers: TransferLoop) async throws -> DocumentSource {
        let response: FetchResponse
        do {
            response = try await transfers.fetch(request)
        } catch {
            throw CommandFailure(error)
        }
        guard goodStatuses.contains(response.status) else {
            throw CommandFailure(.unavailable, "HTTP \(response.status)")
        }
        return DocumentSource(
            bytes: response.body,
            options: ParseOptions(contentType: response.headers["Content-Type"], baseURL: response.url))
    }
}

// MARK: - Files

extension DocumentSource {
    /// All of a file, or of stdin for `-`.
    ///
    /// - Parameter isRegular: whether a pipe or a device is refused, as the daemon refuses one.
    /// - Throws: `CommandFailure` in the system's words, or when there is more than `maximumSize`.
    static func contents(
        of place: String, maximumSize: Int = maximumSize, isRegular: Bool = false
    ) throws -> [UInt8] {
        let flags = O_RDONLY | O_CLOEXEC | O_NOCTTY | (isRegular ? O_NONBLOCK : 0)
        let descriptor = place == "-" ? STDIN_FILENO : open(place, flags)
        guard descriptor >= 0 else { throw unreadable(place, errno) }
        defer { if place != "-" { close(descriptor) } }
        var status = stat()
        if isRegular, fstat(descriptor, &status) != 0 || status.st_mode & S_IFMT != S_IFREG {
            throw CommandFailure(.inputOutput, "\(PrintableText.line(place)) is not a regular file")
        }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: pieceSize)
        while true {
            let count = Glibc.read(descriptor, &piece, piece.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw unreadable(place, errno) }
            if count == 0 { return bytes }
            bytes.append(contentsOf: piece[..<count])
            guard bytes.count <= maximumSize else {
                throw CommandFailure(.badData, "\(PrintableText.line(place)): more than \(maximumSize) bytes")
            }
        }
    }

    private static func unreadable(_ place: String, _ code: Int32) -> CommandFailure {
        CommandFailure(
            .inputOutput, "cannot read \(PrintableText.line(place)): \(String(cString: strerror(code)))")
    }
}
