internal import CCurl

/// Takes one response as libcurl brings it, within bounds. Reused for each hop of each transfer of its exchange.
///
/// Not Sendable: libcurl calls it on the loop's thread.
final class ResponseCollector {
    /// Why the collector refused to take more.
    enum Refusal {
        case headersTooLarge, bodyTooLarge
        /// All transfers together hold too much.
        case overloaded
    }

    private(set) var status = 0
    private(set) var headerBlock: [UInt8] = []
    private(set) var body: [UInt8] = []
    private(set) var refusal: Refusal?
    /// When the last byte came; 0 before the first.
    private(set) var lastProgress: MonotonicTime = 0
    private(set) var headerIsComplete = false

    /// Whether libcurl was told to receive no more for now.
    private(set) var isPaused = false
    private var expectsStatusLine = true
    private var headerSize = 0
    private var discardedSize = 0
    private var declaredLength = 0
    private var isCompressed = false
    /// Whether the header names deflate as the body's coding.
    private(set) var isDeflate = false
    private var maximumHeaderSize = 0
    private var maximumBodySize = 0
    private let gauges: LoopGauges
    private let easy: EasyHandle

    /// Room is made ahead for at most so many bytes on the word of a server.
    private static let largestReservation = 1 << 20
    /// How much larger than its gzip form a feed commonly is.
    private static let usualExpansion = 6

    init(easy: EasyHandle, gauges: LoopGauges) {
        self.easy = easy
        self.gauges = gauges
    }

    /// Forgets the last response and takes the next one within these limits.
    func begin(limits: FetchLimits) {
        releaseBody()
        isPaused = false
        status = 0
        headerBlock.removeAll(keepingCapacity: headerBlock.capacity <= 4096)
        headerIsComplete = false
        expectsStatusLine = true
        headerSize = 0
        discardedSize = 0
        declaredLength = 0
        isCompressed = false
        isDeflate = false
        refusal = nil
        lastProgress = 0
        maximumHeaderSize = limits.maximumHeaderSize
        maximumBodySize = limits.maximumBodySize
    }

    /// The body, which is the caller's from now on.
    func takeBody() -> [UInt8] {
        gauges.bodyBytes -= body.count
        var taken: [UInt8] = []
        swap(&taken, &body)
        return taken
    }

    /// Gives the body's memory back.
    func releaseBody() {
        gauges.bodyBytes -= body.count
        body = []
    }

    /// Receives no more until `resume`; not if nothing has come yet.
    func pause() {
        guard !isPaused, !body.isEmpty else { return }
        isPaused = curl_easy_pause(easy.pointer, CURLPAUSE_RECV) == CURLE_OK
    }

    /// Receives again. The time of the pause is no stall.
    func resume() {
        guard isPaused else { return }
        isPaused = false
        lastProgress = gauges.now
        curl_easy_pause(easy.pointer, CURLPAUSE_CONT)
    }

    /// Whether libcurl ended the transfer since it could not unpack the body. For some faults it says no more than that
    /// "writing" failed, which the callbacks here make it say only with a refusal.
    func isUnreadable(_ result: CURLcode) -> Bool {
        result == CURLE_BAD_CONTENT_ENCODING || result == CURLE_WRITE_ERROR && refusal == nil && headerIsComplete
    }

    var isRedirect: Bool {
        switch status {
        case 301, 302, 303, 307, 308: true
        default: false
        }
    }

    fileprivate func receive(headerLine line: UnsafeBufferPointer<UInt8>) -> Bool {
        lastProgress = gauges.now
        headerSize += line.count
        guard headerSize <= maximumHeaderSize else {
            refusal = .headersTooLarge
            return false
        }
        // What comes after the body is a trailer, of no use here.
        guard !headerIsComplete else { return true }
        if expectsStatusLine {
            guard line.count > 8, line.startsStatusLine else { return true }
            expectsStatusLine = false
            status = line.status
            return true
        }
        if line.count <= 2 {
            // After an interim answer (1xx) comes another header, which alone counts.
            headerIsComplete = status >= 200
            expectsStatusLine = !headerIsComplete
            if !headerIsComplete {
                headerBlock.removeAll(keepingCapacity: true)
                declaredLength = 0
                isCompressed = false
                isDeflate = false
            }
            return true
        }
        if headerBlock.isEmpty { headerBlock.reserveCapacity(512) }
        headerBlock.append(contentsOf: line)
        if line.hasFieldName("content-length") {
            declaredLength = line.number
        } else if line.hasFieldName("content-encoding") {
            isCompressed = true
            isDeflate = String(decoding: line, as: UTF8.self).lowercased().contains("deflate")
        }
        return true
    }

    fileprivate func receive(bodyBytes bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        lastProgress = gauges.now
        guard bytes.count <= maximumBodySize - body.count - discardedSize else {
            return refuseBody(.bodyTooLarge)
        }
        if isRedirect {
            // Read to its end only so that the connection can be used again.
            discardedSize += bytes.count
            return true
        }
        if body.isEmpty {
            let expected =
                isCompressed
                ? declaredLength.multipliedReportingOverflow(by: Self.usualExpansion).partialValue : declaredLength
            body.reserveCapacity(max(bytes.count, min(expected, maximumBodySize, Self.largestReservation)))
        }
        body.append(contentsOf: bytes)
        gauges.bodyBytes += bytes.count
        if gauges.isFull, gauges.preferred !== self, gauges.heldBytes > body.count {
            // Told to pause amid a compressed read, libcurl would unpack the rest of it into memory that is not counted. So
            // such a one goes on to the end of its read, unless that comes to as much again.
            if !isCompressed {
                pause()
            } else if gauges.heldBytes > 2 * gauges.maximumBodyBytes {
                return refuseBody(.overloaded)
            }
        }
        return true
    }

    /// Ends the transfer and makes room at once: many may be refused before the loop gets to their ends.
    private func refuseBody(_ reason: Refusal) -> Bool {
        refusal = reason
        releaseBody()
        return false
    }
}

@available(*, unavailable)
extension ResponseCollector: Sendable {}

extension ResponseCollector {
    /// For CURLOPT_HEADERFUNCTION; the context is an unretained `ResponseCollector` that outlives the handle's use.
    static let headerCallback: tw_curl_data_callback = { data, size, count, context in
        take(data, size * count, context) { $0.receive(headerLine: $1) }
    }

    /// For CURLOPT_WRITEFUNCTION; the context as above.
    static let bodyCallback: tw_curl_data_callback = { data, size, count, context in
        take(data, size * count, context) { $0.receive(bodyBytes: $1) }
    }

    /// Any other number than `length` makes libcurl end the transfer.
    @inline(__always)
    private static func take(
        _ data: UnsafeMutablePointer<CChar>?, _ length: Int, _ context: UnsafeMutableRawPointer?,
        _ receive: (ResponseCollector, UnsafeBufferPointer<UInt8>) -> Bool
    ) -> Int {
        guard length > 0 else { return 0 }
        guard let data, let context else { return 0 }
        let collector = Unmanaged<ResponseCollector>.fromOpaque(context).takeUnretainedValue()
        return data.withMemoryRebound(to: UInt8.self, capacity: length) { bytes in
            receive(collector, UnsafeBufferPointer(start: bytes, count: length)) ? length : 0
        }
    }
}

extension UnsafeBufferPointer<UInt8> {
    fileprivate var startsStatusLine: Bool {
        self[0] == UInt8(ascii: "H") && self[1] == UInt8(ascii: "T") && self[2] == UInt8(ascii: "T")
            && self[3] == UInt8(ascii: "P") && self[4] == UInt8(ascii: "/")
    }

    /// The number between the first two spaces of a status line.
    fileprivate var status: Int {
        guard let space = firstIndex(of: UInt8(ascii: " ")) else { return 0 }
        return leadingNumber(of: self[(space + 1)...], maximumDigits: 3)
    }

    /// The number after the first colon.
    fileprivate var number: Int {
        guard let colon = firstIndex(of: UInt8(ascii: ":")) else { return 0 }
        return leadingNumber(of: self[(colon + 1)...], maximumDigits: 15)
    }

    /// Whether the line is a field of this name, given in lower case.
    fileprivate func hasFieldName(_ name: StaticString) -> Bool {
        guard count > name.utf8CodeUnitCount, self[name.utf8CodeUnitCount] == UInt8(ascii: ":") else { return false }
        return name.withUTF8Buffer { name in
            for index in 0..<name.count where self[index].asciiLowercased != name[index] { return false }
            return true
        }
    }
}

/// The digits after spaces as a number; 0 if there are none or more than `maximumDigits`, which is at most 18, so that
/// nothing overflows. libcurl tells these numbers only when the header is over, and status and length are needed before.
private func leadingNumber(of bytes: Slice<UnsafeBufferPointer<UInt8>>, maximumDigits: Int) -> Int {
    var number = 0
    var digits = 0
    for byte in bytes {
        if digits == 0, byte == UInt8(ascii: " ") { continue }
        guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { break }
        digits += 1
        guard digits <= maximumDigits else { return 0 }
        number = number * 10 + Int(byte - UInt8(ascii: "0"))
    }
    return number
}
