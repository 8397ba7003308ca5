import Glibc
import UnixSignals

/// The signals that the daemon is steered by, caught from its first moment on, so that none kills it or is lost.
struct DaemonSignals: Sendable {
    /// SIGTERM and SIGINT.
    let stop: UnixSignalsSequence
    /// SIGHUP, and SIGUSR2: a check before a reload found faults.
    let reload: UnixSignalsSequence
    /// SIGUSR1: requests to ask feeds now.
    let refresh: UnixSignalsSequence

    /// What the signals do before anybody listens, when nothing is open and no configuration is read yet: a stop ends the
    /// process, and what is new will be read anyway.
    static func holdUntilHeard() {
        for stop in [SIGINT, SIGTERM] { signal(stop) { _ in _exit(0) } }
        for news in [SIGHUP, SIGUSR1, SIGUSR2] { signal(news, SIG_IGN) }
    }

    /// Listens from now on, which takes the place of `holdUntilHeard`.
    init() async {
        stop = await UnixSignalsSequence(trapping: [.sigterm, .sigint])
        reload = await UnixSignalsSequence(trapping: [.sighup, .sigusr2])
        refresh = await UnixSignalsSequence(trapping: [.sigusr1])
    }
}
