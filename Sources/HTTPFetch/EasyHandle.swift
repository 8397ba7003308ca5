internal import CCurl

/// The owner of one libcurl easy handle and of the header list it points to.
///
/// Not Sendable: used by the loop's thread alone.
final class EasyHandle {
    let pointer: UnsafeMutableRawPointer
    private var headerList: UnsafeMutablePointer<curl_slist>?
    /// Where libcurl writes what went wrong, in its own or OpenSSL's words; lives as long as the handle.
    private let errorBuffer: UnsafeMutablePointer<CChar>

    init() throws(FetchError) {
        guard let pointer = curl_easy_init() else { throw FetchError(.system, "libcurl has no memory for a transfer") }
        self.pointer = pointer
        errorBuffer = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorBuffer.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        set(CURLOPT_ERRORBUFFER, context: errorBuffer)
    }

    /// What libcurl wrote of the last error, in lower case; it may hold text of the server. Empty if it wrote nothing.
    var errorText: String { String(cString: errorBuffer).lowercased() }

    func forgetError() {
        errorBuffer[0] = 0
    }

    deinit {
        curl_easy_cleanup(pointer)
        errorBuffer.deallocate()
        curl_slist_free_all(headerList)
    }

    /// Sets a number or a flag. An option this libcurl does not know is left out, except where the caller looks.
    @discardableResult
    func set(_ option: CURLoption, _ value: Int) -> Bool {
        tw_curl_set_long(pointer, option, value) == CURLE_OK
    }

    /// Sets a text, which libcurl copies; nil puts the option back to "none".
    @discardableResult
    func set(_ option: CURLoption, _ value: String?) -> Bool {
        guard let value else { return tw_curl_set_string(pointer, option, nil) == CURLE_OK }
        return tw_curl_set_string(pointer, option, value) == CURLE_OK
    }

    /// Sets a context pointer, which must outlive the handle's use.
    func set(_ option: CURLoption, context: UnsafeMutableRawPointer?) {
        _ = tw_curl_set_pointer(pointer, option, context)
    }

    /// Sets a callback that takes bytes.
    func set(_ option: CURLoption, callback: tw_curl_data_callback) {
        _ = tw_curl_set_data_callback(pointer, option, callback)
    }

    /// Sets the request's own header lines in place of the last request's.
    ///
    /// - Parameter lines: without zeros and line breaks.
    func setHeaderLines(_ lines: [[UInt8]]) throws(FetchError) {
        _ = tw_curl_set_list(pointer, CURLOPT_HTTPHEADER, nil)
        curl_slist_free_all(headerList)
        headerList = nil
        for line in lines {
            let text = line.map { CChar(bitPattern: $0) } + [0]
            guard let longer = curl_slist_append(headerList, text) else {
                throw FetchError(.system, "libcurl has no memory for a header")
            }
            headerList = longer
        }
        if let headerList { _ = tw_curl_set_list(pointer, CURLOPT_HTTPHEADER, headerList) }
    }

    func number(_ info: CURLINFO) -> Int {
        var value = 0
        _ = tw_curl_get_long(pointer, info, &value)
        return value
    }

    func offset(_ info: CURLINFO) -> Int {
        var value: curl_off_t = 0
        _ = tw_curl_get_offset(pointer, info, &value)
        return Int(value)
    }

    func text(_ info: CURLINFO) -> String? {
        var value: UnsafePointer<CChar>?
        _ = tw_curl_get_string(pointer, info, &value)
        return value.map { String(cString: $0) }
    }
}

@available(*, unavailable)
extension EasyHandle: Sendable {}
