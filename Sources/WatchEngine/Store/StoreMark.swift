import Glibc

/// The file beside the store that says it is in use. It outlives a process that did not close the store, and says what the
/// next one has to do.
struct StoreMark {
    /// What the file says.
    enum State: Equatable {
        /// There is none: the store was closed.
        case closed
        /// The store is in use, or was not closed.
        case inUse
        /// A transaction met damage, for this reason.
        case damaged(String)
        /// A damaged store is on its way to this name beside it, and what it has into a new one.
        case salvaging(String)
    }

    private static let name = "talentwatch.in-use"
    private static let damage = "damaged "
    private static let salvage = "salvaging "
    private static let sizeLimit = 4096

    let path: String

    init(directory: String) {
        path = directory + "/" + Self.name
    }

    /// What the file says; one that cannot be read says that the store is in use.
    var state: State {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | O_NOFOLLOW)
        guard descriptor >= 0 else { return errno == ENOENT ? .closed : .inUse }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: Self.sizeLimit)
        let count = read(descriptor, &bytes, bytes.count)
        let text = String(decoding: bytes.prefix(max(count, 0)).prefix { $0 != ASCII.newline }, as: UTF8.self)
        if text.hasPrefix(Self.damage) { return .damaged(String(text.dropFirst(Self.damage.count))) }
        guard text.hasPrefix(Self.salvage) else { return .inUse }
        let name = String(text.dropFirst(Self.salvage.count))
        return name.hasPrefix(Store.fileName) && !name.contains("/") ? .salvaging(name) : .inUse
    }

    /// Makes the file say this, durably: a power cut must not take it away.
    ///
    /// - Throws: `LogFileError`.
    func write(_ state: State) throws(LogFileError) {
        let text =
            switch state {
            case .closed, .inUse: ""
            case .damaged(let reason): Self.damage + PrintableText.line(reason).prefix(500) + "\n"
            case .salvaging(let name): Self.salvage + name + "\n"
            }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw LogFileError(operation: "open", path: path, code: errno) }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        guard ftruncate(descriptor, 0) == 0, pwrite(descriptor, bytes, bytes.count, 0) == bytes.count else {
            throw LogFileError(operation: "write", path: path, code: errno)
        }
        try PosixFileSystem().sync(descriptor, path: path)
        try PosixFileSystem().syncDirectory(of: path)
    }

    /// Says that the store was closed.
    func remove() {
        unlink(path)
    }
}
