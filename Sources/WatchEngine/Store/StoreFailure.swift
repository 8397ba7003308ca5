import GRDB

/// What a failed read or write of the store means, for those who do not know its database.
public struct StoreFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// Whether another process held the store for too long, so that another attempt may well succeed.
    public var isBusy: Bool
    /// One line.
    public var description: String

    /// nil when `error` is not one of the store's database.
    public init?(_ error: any Error) {
        guard let error = error as? DatabaseError else { return nil }
        isBusy = error.resultCode == .SQLITE_BUSY || error.resultCode == .SQLITE_LOCKED
        let reason = error.message ?? "\(error.resultCode)"
        description = PrintableText.line("the store cannot be \(isBusy ? "had" : "read or written"): \(reason)")
    }
}
