/// Why a store cannot be used. The description is for the user: what, where and how to mend it.
public enum StoreError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Another process holds the store's lock; its process id where it could be read.
    case inUse(path: String, process: Int32?)
    /// The state directory or a file in it cannot be created, opened or locked.
    case cannotOpen(path: String, reason: String)
    /// A copy of the store cannot be written.
    case cannotWrite(path: String, reason: String)
    /// The state directory cannot be made.
    case cannotCreate(LogFileError)
    /// There is no store yet.
    case missing(path: String)
    /// The store is there, but not for this user.
    case noAccess(path: String, reason: String)
    /// The store was written by a newer release.
    case tooNew(path: String, schema: String)

    /// One line.
    public var description: String {
        switch self {
        case .inUse(let path, let process):
            let holder = process.map { "process \($0)" } ?? "another process"
            return "\(path) is in use by \(holder): stop it first, or give this one another StateDirectory"
        case .cannotOpen(let path, let reason):
            return "cannot open \(path): \(reason)"
        case .cannotWrite(let path, let reason):
            return "cannot write \(path): \(reason)"
        case .cannotCreate(let error):
            return error.description
        case .missing(let path):
            return "there is no store at \(path) yet: `talentwatch run` creates it"
        case .noAccess(let path, let reason):
            return "cannot read \(path): \(reason); run this as root or as the daemon's user"
        case .tooNew(let path, let schema):
            return "\(path) was written by a newer talentwatch (schema \(schema)): install that release or newer"
        }
    }
}
