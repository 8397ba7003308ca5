import Glibc

/// The descriptors 0 to 2, which a program may be started without.
enum StandardDescriptors {
    /// Opens those that are closed, so that no file of the store gets one of their numbers and is printed into.
    ///
    /// They are opened for reading alone: input is empty, and output that goes nowhere fails instead of seeming to be written.
    static func fill() {
        var opened = open("/dev/null", O_RDONLY)
        while (0...STDERR_FILENO).contains(opened) { opened = open("/dev/null", O_RDONLY) }
        if opened > STDERR_FILENO { close(opened) }
    }
}
