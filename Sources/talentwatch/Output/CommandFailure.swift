import HTTPFetch
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

    /// What any error that is not about the arguments means for a command.
    init(describing error: any Error) {
        switch error {
        case let failure as CommandFailure:
            self = failure
        case let error as StoreError:
            self.init(error)
        case let error as FetchError:
            self.init(error)
        default:
            if let failure = StoreFailure(error) {
                self.init(failure.isBusy ? .unavailable : .inputOutput, failure.description)
            } else {
                self.init(.internalError, PrintableText.line("\(error)"))
            }
        }
    }

    /// The failure that a fetch's error means for a command.
    init(_ error: FetchError) {
        let code: Code =
            switch error.code {
            case .badURL, .badHeader: .badData
            case .system, .cancelled, .queueFull, .shutDown: .internalError
            case .tlsAuthorityFile: .inputOutput
            default: .unavailable
            }
        self.init(code, error.description)
    }
}

extension CommandFailure: CustomStringConvertible {
    var description: String { message }
}
