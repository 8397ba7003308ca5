/// Why a fetch brought no answer. Its texts are short and hold no secret and nothing the server sent as it came.
public struct FetchError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What went wrong, for decisions. The raw value is stable and may be stored.
    public enum Code: String, Sendable, CaseIterable {
        /// The URL of the request is not an absolute http or https URL, or a part of the request cannot be sent.
        case badURL
        /// A header field of the request has a line break or a name that HTTP does not allow.
        case badHeader
        /// The host's name has no address.
        case cannotResolve
        /// No address of the host took the connection.
        case cannotConnect
        /// The connection did not stand in time.
        case connectTimedOut
        /// The whole fetch took too long.
        case timedOut
        /// The server sent nothing for too long.
        case stalled
        /// The TLS handshake failed.
        case tlsHandshake
        /// The server's certificate is not to be trusted, or not for this host.
        case tlsCertificate
        /// The file of certificate authorities cannot be read.
        case tlsAuthorityFile
        /// The body is larger than the limit after decompression.
        case tooLarge
        /// All fetches together held too many bytes at the time; another attempt may well succeed.
        case overloaded
        /// The header is larger than the limit.
        case headersTooLarge
        /// More redirects than the limit.
        case tooManyRedirects
        /// A redirect to something that is not an http or https URL.
        case badRedirect
        /// The host's address is not one that may be connected to.
        case addressRefused
        /// The proxy cannot be reached or refused.
        case proxy
        /// The answer is not HTTP.
        case protocolError
        /// The connection ended before the answer was complete.
        case cutShort
        /// The body cannot be decompressed.
        case decoding
        /// The task that asked was cancelled.
        case cancelled
        /// Too many requests wait already.
        case queueFull
        /// The loop is shut down.
        case shutDown
        /// libcurl or the system failed in a way that has no name here.
        case system
    }

    /// What went wrong.
    public var code: Code
    /// One line for people, in English, at most `maximumTextLength` characters.
    public var description: String
    /// The HTTP status, if one had come before the fetch failed.
    public var status: Int?

    /// No description is longer, in characters.
    public static let maximumTextLength = 200

    /// An error of this code with this text, which is cut to the bound.
    public init(_ code: Code, _ description: String, status: Int? = nil) {
        self.code = code
        self.description = String(description.prefix(Self.maximumTextLength))
        self.status = status
    }
}
