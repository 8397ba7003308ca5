internal import CCurl
internal import Glibc

/// The owner of libcurl's multi handle and of the epoll set that watches its sockets.
///
/// Not Sendable: used by the loop's thread alone.
final class MultiHandle {
    private let pointer: UnsafeMutableRawPointer
    private let epoll: Int32
    private let wakeDescriptor: Int32
    /// When libcurl wants to be called though no socket is ready.
    private var timerDeadline: MonotonicTime?
    private var events = [epoll_event](repeating: epoll_event(), count: 256)

    /// - Parameter wakeDescriptor: ends the wait when readable; outlives the handle.
    init(wakeDescriptor: Int32, maximumIdleConnections: Int) throws(FetchError) {
        _ = Self.globalInitialisation
        let epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard epoll >= 0 else { throw FetchError(.system, "no descriptor for the transfer loop: errno \(errno)") }
        guard let pointer = curl_multi_init() else {
            close(epoll)
            throw FetchError(.system, "libcurl has no memory for the transfer loop")
        }
        self.pointer = pointer
        self.epoll = epoll
        self.wakeDescriptor = wakeDescriptor
        var event = epoll_event(events: EPOLLIN.rawValue, data: epoll_data_t(fd: wakeDescriptor))
        epoll_ctl(epoll, EPOLL_CTL_ADD, wakeDescriptor, &event)
        let context = Unmanaged.passUnretained(self).toOpaque()
        _ = tw_curl_multi_set_socket_callback(pointer, Self.socketCallback)
        _ = tw_curl_multi_set_pointer(pointer, CURLMOPT_SOCKETDATA, context)
        _ = tw_curl_multi_set_timer_callback(pointer, Self.timerCallback)
        _ = tw_curl_multi_set_pointer(pointer, CURLMOPT_TIMERDATA, context)
        _ = tw_curl_multi_set_long(pointer, CURLMOPT_MAXCONNECTS, max(1, maximumIdleConnections))
    }

    deinit {
        curl_multi_cleanup(pointer)
        close(epoll)
    }

    func add(_ easy: EasyHandle) throws(FetchError) {
        guard curl_multi_add_handle(pointer, easy.pointer) == CURLM_OK else {
            throw FetchError(.system, "libcurl does not take the transfer")
        }
    }

    func remove(_ easy: EasyHandle) {
        curl_multi_remove_handle(pointer, easy.pointer)
    }

    /// Waits for sockets, libcurl's timer, the wake descriptor or the deadline, and lets libcurl work.
    ///
    /// - Parameter afterEach: called after each transfer that libcurl worked at.
    /// - Returns: whether the wake descriptor is readable.
    func wait(until deadline: MonotonicTime?, gauges: LoopGauges, afterEach: () -> Void) -> Bool {
        let count = epoll_wait(epoll, &events, Int32(events.count), milliseconds(until: deadline))
        gauges.now = monotonicNow()
        var isWoken = false
        var running: Int32 = 0
        for index in 0..<max(0, Int(count)) {
            let event = events[index]
            let descriptor = event.data.fd
            if descriptor == wakeDescriptor {
                isWoken = true
                continue
            }
            var action: Int32 = 0
            if event.events & (EPOLLIN.rawValue | EPOLLHUP.rawValue) != 0 { action |= CURL_CSELECT_IN }
            if event.events & EPOLLOUT.rawValue != 0 { action |= CURL_CSELECT_OUT }
            if event.events & EPOLLERR.rawValue != 0 { action |= CURL_CSELECT_ERR }
            curl_multi_socket_action(pointer, descriptor, action, &running)
            afterEach()
        }
        if let timerDeadline, timerDeadline <= gauges.now {
            self.timerDeadline = nil
            curl_multi_socket_action(pointer, CURL_SOCKET_BAD, 0, &running)
        }
        return isWoken
    }

    /// Calls `body` with each transfer that has ended: its context pointer and its result.
    func forEachEnded(_ body: (UnsafeMutableRawPointer, CURLcode) -> Void) {
        var left: Int32 = 0
        while let message = curl_multi_info_read(pointer, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle else { continue }
            // The message dies when its handle is removed: read it first.
            let result = message.pointee.data.result
            var context: UnsafeMutableRawPointer?
            _ = tw_curl_get_private(easy, &context)
            if let context { body(context, result) }
        }
    }

    private func milliseconds(until deadline: MonotonicTime?) -> Int32 {
        var earliest = deadline
        if let timerDeadline { earliest = min(earliest ?? timerDeadline, timerDeadline) }
        guard let earliest else { return -1 }
        let now = monotonicNow()
        guard earliest > now else { return 0 }
        return Int32(min((earliest - now + 999_999) / 1_000_000, 3_600_000))
    }

    /// libcurl's own set-up, once a process; thread-safe as a static, and in libcurl itself since 7.84.
    private static let globalInitialisation: CURLcode = curl_global_init(Int(CURL_GLOBAL_DEFAULT))

    private static let socketCallback: tw_curl_socket_callback = { _, socket, what, context, known in
        guard let context else { return 0 }
        let multi = Unmanaged<MultiHandle>.fromOpaque(context).takeUnretainedValue()
        var event = epoll_event(events: 0, data: epoll_data_t(fd: socket))
        if what == CURL_POLL_REMOVE {
            epoll_ctl(multi.epoll, EPOLL_CTL_DEL, socket, &event)
            curl_multi_assign(multi.pointer, socket, nil)
            return 0
        }
        if what & CURL_POLL_IN != 0 { event.events |= EPOLLIN.rawValue }
        if what & CURL_POLL_OUT != 0 { event.events |= EPOLLOUT.rawValue }
        if known != nil {
            epoll_ctl(multi.epoll, EPOLL_CTL_MOD, socket, &event)
        } else {
            epoll_ctl(multi.epoll, EPOLL_CTL_ADD, socket, &event)
            // Any pointer will do: it only says that epoll knows the socket.
            curl_multi_assign(multi.pointer, socket, context)
        }
        return 0
    }

    private static let timerCallback: tw_curl_timer_callback = { _, milliseconds, context in
        guard let context else { return 0 }
        let multi = Unmanaged<MultiHandle>.fromOpaque(context).takeUnretainedValue()
        multi.timerDeadline = milliseconds < 0 ? nil : monotonicNow() + MonotonicTime(milliseconds) * 1_000_000
        return 0
    }
}

@available(*, unavailable)
extension MultiHandle: Sendable {}
