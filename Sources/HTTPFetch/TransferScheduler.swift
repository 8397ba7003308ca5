internal import CCurl

/// What the loop's thread does: takes commands, keeps transfers going within the bound on their number, follows
/// redirects, ends what takes too long, and gives each outcome to the one who waits for it.
///
/// Not Sendable: made by the one who starts the loop's thread, and that thread's alone from its start to its end.
final class TransferScheduler {
    private let configuration: TransferLoopConfiguration
    private let mailbox: Mailbox
    private let sessions: SessionShares
    private let multi: MultiHandle
    private let gauges: LoopGauges
    private var waiting = WaitingTransfers()
    private var active: [ObjectIdentifier: Exchange] = [:]
    private var idle: [Exchange] = []
    /// No transfer needs to be looked at before, as far as time goes.
    private var nextDeadline: MonotonicTime?
    private var isStopping = false
    private var maximumTransfers: Int
    /// Whether transfers were told to pause.
    private var isHoldingBack = false

    init(configuration: TransferLoopConfiguration, mailbox: Mailbox, gauges: LoopGauges) throws(FetchError) {
        self.configuration = configuration
        maximumTransfers = configuration.maximumConcurrentTransfers
        self.gauges = gauges
        self.mailbox = mailbox
        sessions = SessionShares(maximumSessions: configuration.maximumTLSSessions)
        multi = try MultiHandle(
            wakeDescriptor: mailbox.wakeDescriptor, maximumIdleConnections: configuration.maximumIdleConnections)
    }

    /// Runs until a `shutDown` command comes. Nobody is left waiting then.
    func run() {
        while !isStopping {
            if multi.wait(until: nextDeadline, gauges: gauges, afterEach: keepBodiesInBounds) {
                for command in mailbox.drain() { obey(command) }
            }
            multi.forEachEnded { context, result in
                end(Unmanaged<Exchange>.fromOpaque(context).takeUnretainedValue(), result)
            }
            endLateTransfers()
            keepBodiesInBounds()
            startWaiting()
        }
        for command in mailbox.closeDown() { obey(command) }
        for exchange in active.values {
            multi.remove(exchange.easy)
            exchange.transfer?.finish(.failure(.shutDown))
            exchange.end()
        }
        active = [:]
        while let transfer = waiting.removeFirst() { transfer.finish(.failure(.shutDown)) }
        idle = []
    }

    private func obey(_ command: LoopCommand) {
        switch command {
        case .start(let transfer):
            // A task that is cancelled at once may say so before it starts.
            guard case .created = transfer.phase else { return transfer.finish(.failure(.cancelled)) }
            guard waiting.count < configuration.maximumWaitingRequests else {
                return transfer.finish(.failure(FetchError(.queueFull, "too many requests are waiting already")))
            }
            transfer.phase = .waiting
            waiting.append(transfer)
        case .cancel(let transfer):
            switch transfer.phase {
            case .created: transfer.phase = .finished
            case .waiting:
                waiting.forgetOne()
                transfer.finish(.failure(.cancelled))
            case .active(let exchange): fail(exchange, .cancelled)
            case .finished: break
            }
        case .bound(let bounds):
            maximumTransfers = bounds.transfers
            gauges.socketDescriptorLimit = bounds.socketDescriptorLimit
        case .shutDown:
            isStopping = true
        }
    }

    private func startWaiting() {
        while active.count < max(1, maximumTransfers), let transfer = waiting.removeFirst() {
            do throws(FetchError) {
                let url: RequestURL
                do throws(RequestURL.Fault) {
                    url = try RequestURL(transfer.request.url)
                } catch {
                    throw .badURL(error)
                }
                transfer.credentials = transfer.request.credentials ?? url.credentials
                transfer.deadline = gauges.now + transfer.request.limits.timeout.clampedNanoseconds
                try begin(transfer, on: exchange(), url: url)
            } catch {
                transfer.finish(.failure(error))
            }
        }
    }

    private func exchange() throws(FetchError) -> Exchange {
        if let exchange = idle.popLast() { return exchange }
        return try Exchange(gauges: gauges, sessions: sessions)
    }

    private func begin(_ transfer: Transfer, on exchange: Exchange, url: RequestURL) throws(FetchError) {
        do throws(FetchError) {
            try exchange.begin(transfer, url: url, configuration: configuration)
            try multi.add(exchange.easy)
        } catch {
            release(exchange)
            throw error
        }
        transfer.phase = .active(exchange)
        active[ObjectIdentifier(exchange)] = exchange
        let stall = gauges.now + transfer.request.limits.stallTimeout.clampedNanoseconds
        nextDeadline = min(nextDeadline ?? .max, transfer.deadline, stall)
    }

    /// Takes a transfer that libcurl has ended.
    private func end(_ exchange: Exchange, _ result: CURLcode) {
        guard let transfer = exchange.transfer, let url = exchange.url else { return }
        let collector = exchange.collector
        if collector.isUnreadable(result), !transfer.refusesCompression {
            // Some servers name a coding they do not use ("utf-8", or gzip over plain text) or add bytes behind its end,
            // which libcurl does not take: once more without, and then with `Unpacking` alone.
            transfer.refusesCompression = true
            return restart(exchange, transfer, url)
        }
        guard result == CURLE_OK else { return fail(exchange, FetchError(result, exchange: exchange)) }
        if collector.isRedirect, let target = exchange.easy.text(CURLINFO_REDIRECT_URL) {
            return follow(target, from: url, transfer, exchange)
        }
        let body: [UInt8]
        do throws(FetchError) {
            body = try exchange.unpackedBody()
        } catch {
            return fail(exchange, error)
        }
        let response = FetchResponse(
            status: collector.status, url: url.text, redirects: transfer.redirects,
            headers: HTTPHeaders(block: collector.headerBlock), body: body, ledger: gauges.ledger)
        multi.remove(exchange.easy)
        release(exchange)
        transfer.finish(.success(response))
    }

    private func follow(_ target: String, from origin: RequestURL, _ transfer: Transfer, _ exchange: Exchange) {
        let status = exchange.collector.status
        guard transfer.redirects.count < transfer.request.limits.maximumRedirects else {
            let text = "more than \(transfer.request.limits.maximumRedirects) redirects"
            return fail(exchange, FetchError(.tooManyRedirects, text, status: status))
        }
        let url: RequestURL
        do throws(RequestURL.Fault) {
            url = try RequestURL(target)
        } catch {
            return fail(exchange, .badRedirect(error, status: status))
        }
        transfer.redirects.append(Redirect(status: status, url: url.text))
        if !url.hasSameOrigin(as: origin) { transfer.hasLeftOrigin = true }
        if transfer.addressPolicy == .publicAfterRedirect {
            transfer.addressPolicy = exchange.connectionGuard.hasMetPrivate ? .any : .publicOnly
        }
        restart(exchange, transfer, url)
    }

    /// Asks for the next URL of a transfer on the same handle.
    private func restart(_ exchange: Exchange, _ transfer: Transfer, _ url: RequestURL) {
        multi.remove(exchange.easy)
        do throws(FetchError) {
            try begin(transfer, on: exchange, url: url)
        } catch {
            transfer.finish(.failure(error))
        }
    }

    private func fail(_ exchange: Exchange, _ error: FetchError) {
        let transfer = exchange.transfer
        multi.remove(exchange.easy)
        release(exchange)
        transfer?.finish(.failure(error))
    }

    private func release(_ exchange: Exchange) {
        exchange.end()
        active[ObjectIdentifier(exchange)] = nil
        idle.append(exchange)
    }

    /// With too many bytes of bodies in hand, lets only the transfer that holds most of them receive more. It ends some
    /// time, if only by its own bounds, and makes the most room: nothing waits for ever.
    private func keepBodiesInBounds() {
        if gauges.isFull {
            isHoldingBack = true
            // While their callers hold that much, even the largest waits for them to give some back.
            if gauges.isLentOut { gauges.ledger.wakeAtNextReturn() }
            let largest =
                gauges.isLentOut ? nil : active.values.max { $0.collector.body.count < $1.collector.body.count }
            gauges.preferred = largest?.collector
            for exchange in active.values where exchange !== largest { exchange.collector.pause() }
            largest?.collector.resume()
        } else if isHoldingBack {
            isHoldingBack = false
            gauges.preferred = nil
            for exchange in active.values where exchange.collector.isPaused {
                exchange.collector.resume()
                let stall = exchange.transfer?.request.limits.stallTimeout ?? .zero
                nextDeadline = min(nextDeadline ?? .max, gauges.now + stall.clampedNanoseconds)
            }
        }
    }

    /// Ends the transfers whose time is up and finds out when to look again.
    private func endLateTransfers() {
        guard let due = nextDeadline, due <= gauges.now else { return }
        var next: MonotonicTime?
        for exchange in Array(active.values) {
            guard let transfer = exchange.transfer else { continue }
            let stallTimeout = transfer.request.limits.stallTimeout.clampedNanoseconds
            let stall = exchange.stallDeadline(after: stallTimeout)
            if transfer.deadline <= gauges.now {
                fail(exchange, .timedOut(exchange))
            } else if let stall, stall <= gauges.now {
                fail(exchange, .stalled(exchange))
            } else {
                next = min(next ?? .max, transfer.deadline, stall ?? gauges.now + stallTimeout)
            }
        }
        nextDeadline = next
    }
}

@available(*, unavailable)
extension TransferScheduler: Sendable {}
