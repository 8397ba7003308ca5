import FoundationEssentials
import TestSupport
import Testing

@testable import WatchEngine

@Suite struct StandingFaultTests {
    private let later = Fixtures.now.addingTimeInterval(60)

    @Test func aFaultLastsUntilItIsOverAndKeepsItsBeginning() {
        let faults = StandingFaults()
        faults.begin(.store, "disk full", at: Fixtures.now)
        faults.begin(.alertLog("/a"), "no\nright", at: later)
        faults.begin(.store, "read only", at: later)
        #expect(
            faults.all == [
                StandingFault(since: Fixtures.now, text: "read only"), StandingFault(since: later, text: "no right"),
            ])
        faults.end(.store)
        faults.end(.configuration)
        #expect(faults.all.map(\.text) == ["no right"])
        faults.endAlertLogs(otherThan: ["/a"])
        #expect(faults.all.count == 1)
        faults.endAlertLogs(otherThan: ["/b"])
        #expect(faults.all.isEmpty)
    }

    @Test func changesAreAwaited() async {
        let faults = StandingFaults()
        let time = ManualTime()
        faults.end(.store)
        let waiting = Task { await faults.change(within: .seconds(10), time: time) }
        while time.sleeperCount == 0 { await Task.yield() }
        faults.begin(.store, "disk full", at: Fixtures.now)
        await waiting.value
        #expect(time.uptime == .zero)
    }

    @Test func aRecordIsReadAsItWasWritten() {
        let faults = [
            StandingFault(since: Fixtures.now, text: "저장소를 쓸 수 없다: disk full"), StandingFault(since: later, text: "b"),
        ]
        for record in [ProcessRecord(process: 4_194_304, faults: faults), ProcessRecord(process: 1)] {
            #expect(record.encoded.count == ProcessRecord.size)
            #expect(ProcessRecord(record.encoded) == record)
        }
    }

    @Test func aRecordKeepsItsSizeWhateverIsWrong() {
        let faults = (0..<50).map { StandingFault(since: Fixtures.now, text: String(repeating: "가", count: 100 * $0)) }
        let record = ProcessRecord(process: 7, faults: faults)
        #expect(record.encoded.count == ProcessRecord.size)
        let read = ProcessRecord(record.encoded)
        #expect(read?.process == 7)
        #expect(read.map { $0.faults.count > 2 && $0.faults[2].text.count == 200 } == true)
    }

    @Test(arguments: ["", "no number\n", "-\n"]) func whatIsNoRecordIsNone(text: String) {
        #expect(ProcessRecord(text.utf8) == nil)
    }

    @Test func aTornRecordTellsTheProcessAlone() {
        #expect(ProcessRecord("12\n1795523995000 disk fu".utf8) == ProcessRecord(process: 12))
        #expect(ProcessRecord("12\n".utf8) == ProcessRecord(process: 12))
    }

    @Test func otherProcessesCanReadIt() throws {
        let directory = try TemporaryDirectory()
        #expect(Store.standingFaults(directory: directory.path).isEmpty)
        let fault = StandingFault(since: Fixtures.now, text: "disk full")
        do {
            let store = try Store.open(directory: directory.path)
            #expect(Store.standingFaults(directory: directory.path).isEmpty)
            try store.publish([fault])
            #expect(Store.standingFaults(directory: directory.path) == [fault])
            #expect(Store.runningProcess(directory: directory.path) != nil)
            try store.publish([])
            #expect(Store.standingFaults(directory: directory.path).isEmpty)
            try store.publish([fault])
            try store.close()
        }
        // Nobody runs on it any more.
        #expect(Store.standingFaults(directory: directory.path).isEmpty)
    }
}
