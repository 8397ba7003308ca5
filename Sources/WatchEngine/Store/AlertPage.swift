import Synchronization

/// The last full page of alerts that was read: the logs go through the store one behind the other, and reading a page costs
/// more than writing it. A page that is full never changes, since alerts do not.
final class AlertPage: Sendable {
    private struct Page {
        var after: Int64
        var alerts: [Alert]
    }

    private let page = Mutex<Page?>(nil)

    /// The page of `limit` alerts after `seq`, where that is the last one.
    func alerts(after seq: Int64, limit: Int) -> [Alert]? {
        page.withLock { page in
            guard let page, page.after == seq, page.alerts.count == limit else { return nil }
            return page.alerts
        }
    }

    /// Keeps a page, if it is full.
    func keep(_ alerts: [Alert], after seq: Int64, limit: Int) {
        page.withLock { $0 = alerts.count == limit ? Page(after: seq, alerts: alerts) : nil }
    }
}
