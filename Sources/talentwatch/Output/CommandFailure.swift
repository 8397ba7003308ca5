import WatchEngine

/// Why a command ends without its result. `message` is for the user and goes to stderr after the program's name; empty
/// when all has been said already.
struct CommandFailure: Error {
    /// The exit codes of sysexits.h that the program uses.
    enum Code: Int32 {
        case badData = 65
        case unavailable = 69
        case internalError = 70
        case inputOutput = 74
        case configuration = 78
    }

    var code: Code
    var message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The failure that a store's error means for a command.
    init(_ error: StoreError) {
        let code: Code =
            switch error {
            case .inUse, .missing: .unavailable
            case .cannotOpen, .noAccess, .tooNew: .inputOutput
            }
        self.init(code, error.description)
    }
}
