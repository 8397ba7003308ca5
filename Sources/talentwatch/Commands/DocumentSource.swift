import FeedParser
import Foundation
import HTTPFetch
import WatchEngine

/// A document's bytes and what is known of them, from wherever a command's argument points.
struct DocumentSource {
    var bytes: [UInt8]
    var options: ParseOptions

    /// More is not read from a file or stdin.
    private static let maximumSize = 64 << 20

    /// Reads a file, `-` (stdin), or an http or https URL.
    ///
    /// - Throws: `CommandFailure` that says why not.
    static func read(_ place: String) async throws -> DocumentSource {
        if place.hasPrefix("http://") || place.hasPrefix("https://") {
            let transfers = try Assembly().transfers(for: PollingConfiguration())
            do {
                let document = try await fetch(
                    FetchRequest(url: place, userAgent: Program.userAgent, addressPolicy: .any), by: transfers)
                await transfers.shutdown()
                return document
            } catch {
                await transfers.shutdown()
                throw CommandFailure(.unavailable, "\(place): \(error)")
            }
        }
        do {
            let handle =
                place == "-" ? FileHandle.standardInput : try FileHandle(forReadingFrom: URL(fileURLWithPath: place))
            let data = try handle.read(upToCount: maximumSize + 1) ?? Data()
            guard data.count <= maximumSize else {
                throw CommandFailure(.badData, "\(place): larger than \(maximumSize >> 20) MiB")
            }
            return DocumentSource(bytes: Array(data), options: ParseOptions())
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw CommandFailure(.inputOutput, "cannot read \(place): \(reason(error))")
        }
    }

    /// Fetches a configured feed as the daemon would.
    static func read(
        _ feed: FeedConfiguration, transfers: TransferLoop, polling: PollingConfiguration
    ) async throws -> DocumentSource {
        if let path = feed.localPath { return try await read(path) }
        var document = try await fetch(feed.request(polling: polling), by: transfers)
        document.options.encodingOverride = feed.encoding
        return document
    }

    private static func fetch(_ request: FetchRequest, by transfers: TransferLoop) async throws -> DocumentSource {
        let response = try await transfers.fetch(request)
        guard response.status == 200 else { throw CommandFailure(.unavailable, "HTTP \(response.status)") }
        return DocumentSource(
            bytes: response.body,
            options: ParseOptions(contentType: response.headers["Content-Type"], baseURL: response.url))
    }

    private static func reason(_ error: any Error) -> String {
        let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
        return underlying?.localizedDescription ?? error.localizedDescription
    }
}

extension CommandFailure: CustomStringConvertible {
    var description: String { message }
}
