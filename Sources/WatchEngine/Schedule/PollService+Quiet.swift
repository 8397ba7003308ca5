import FoundationEssentials
import Logging

/// Hosts that asked to be left alone.
extension PollService {
    /// Hears what a poll says of its host.
    func hear(_ outcome: FeedPoller.Outcome, from entry: PollSchedule.Entry) {
        let host = outcome.host ?? entry.host
        let span = schedule.hear(
            outcome.answer, from: entry, of: host, step: configuration.current.configuration.polling.interval,
            uptime: time.uptime)
        guard let span, let status = outcome.status else { return }
        let quiet = HostQuiet(host: host, span: span, feedName: entry.feed.name, status: status, now: time.now)
        logger.notice("host asks to be left alone; all of its feeds wait", metadata: metadata(of: quiet))
        quietEnds[host] = time.uptime + span
        unkeptQuiets.append(quiet)
        if mode == .once { skip(quiet) }
    }

    /// Has the store know which hosts are left alone from now on, and which no longer are.
    func keepQuiets() async {
        let uptime = time.uptime
        let ended = quietEnds.filter { $0.value <= uptime }.map(\.key)
        let begun = unkeptQuiets
        guard !begun.isEmpty || !ended.isEmpty else { return }
        unkeptQuiets = []
        for host in ended { quietEnds[host] = nil }
        do {
            try await store.changeQuiets(begun: begun, ended: ended.map(\.text))
        } catch {
            // They are held all the same, by this process.
            logger.info(
                "what hosts asked for is not kept for the next start", metadata: ["reason": "\(Store.reason(error))"])
        }
    }

    /// Leaves those hosts alone that the process before was asked to.
    func takeQuiets() async throws {
        var ended: [String] = []
        for quiet in try await store.hostQuiets() {
            guard let rest = quiet.rest(at: time.now) else {
                ended.append(quiet.host)
                continue
            }
            let host = HostKey(url: quiet.host)
            quietEnds[host] = time.uptime + rest
            schedule.hold(host, until: time.uptime + rest)
            startQuiets.append(quiet)
        }
        if !ended.isEmpty { try await store.changeQuiets(begun: [], ended: ended) }
    }

    /// A single round does not wait for a host: it says whom it leaves out.
    func skip(_ quiet: HostQuiet) {
        let count = schedule.dismiss(feedsOf: HostKey(url: quiet.host))
        guard count > 0 else { return }
        skipped += count
        logger.warning(
            "feeds are not asked in this round: their host is quiet",
            metadata: metadata(of: quiet).merging(["feeds": "\(count)"]) { $1 })
    }

    private func metadata(of quiet: HostQuiet) -> Logger.Metadata {
        [
            "host": "\(PrintableText.line(quiet.host))", "reason": "\(quiet.reason)",
            "until": "\(InternetTime.text(quiet.until))",
        ]
    }
}
