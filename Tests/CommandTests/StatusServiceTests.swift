import FoundationEssentials
import Testing
import WatchEngine

@testable import talentwatch

@Suite struct StatusServiceTests {
    @Test func saysHowManyAndWhatIsWrong() {
        func line(_ watched: Int, _ failing: Int, _ newest: Int64?, _ faults: [String] = []) -> String {
            StatusService.line(
                watched: watched, failing: failing, newestAlert: newest,
                faults: faults.map { StandingFault(since: Date(timeIntervalSince1970: 0), text: $0) })
        }
        #expect(line(0, 0, 0) == "Watching 0 feeds")
        #expect(line(1, 1, 18) == "Watching 1 feed, 1 failing, newest alert #18")
        #expect(line(33, 0, nil, ["a", "b"]) == "Watching 33 feeds; a; b")
    }
}
