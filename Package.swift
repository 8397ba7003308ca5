// swift-tools-version: 6.2
import PackageDescription

/// Warnings are errors where the project is checked, not where it is merely built: a newer compiler may warn of more.
let isChecked = Context.environment["CI"] != nil

let settings: [SwiftSetting] =
    [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
    ] + (isChecked ? [.treatAllWarnings(as: .error)] : [])

// Benchmarks stay out of ordinary builds: TALENTWATCH_BENCHMARKS=1 swift build -c release --product talentwatch-bench
let benchmarks: [Target] =
    Context.environment["TALENTWATCH_BENCHMARKS"] == nil
    ? []
    : [
        .executableTarget(
            name: "talentwatch-bench",
            dependencies: [
                "FeedParser", "HTTPFetch", "TalentMatch", "WatchEngine",
                .product(name: "Logging", package: "swift-log"),
            ], path: "Benchmarks/TalentwatchBench", swiftSettings: settings)
    ]

/// TALENTWATCH_FUZZ=1 builds FeedParser and the fuzz targets alone, all of it instrumented (libFuzzer, AddressSanitizer).
let isFuzzed = Context.environment["TALENTWATCH_FUZZ"] != nil
let fuzzing: [SwiftSetting] = isFuzzed ? [.unsafeFlags(["-sanitize=fuzzer,address", "-enable-testing"])] : []

let package = Package(
    name: "talentwatch",
    products: [
        .executable(name: "talentwatch", targets: ["talentwatch"]),
        // For the tests alone, which load it into the program; a product, since only that makes it a file of its own.
        .library(name: "FaultPoints", type: .dynamic, targets: ["FaultPoints"]),
    ],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        // No pkgConfig: Debian's zlib1g-dev lies where every compiler looks.
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "HTTPFetch", dependencies: ["CCurl", "CZlib"], swiftSettings: settings),
        .target(name: "FeedParser", dependencies: ["CXML2"], swiftSettings: settings + fuzzing),
        .target(name: "TalentMatch", swiftSettings: settings),
        .target(
            name: "WatchEngine",
            dependencies: [
                "HTTPFetch", "FeedParser", "TalentMatch",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "HeapModule", package: "swift-collections"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings),
        .executableTarget(
            name: "talentwatch",
            dependencies: [
                "WatchEngine",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings),
        .target(name: "TestSupport", dependencies: ["WatchEngine"], path: "Tests/TestSupport", swiftSettings: settings),
        .target(name: "FaultPoints", path: "Tests/FaultPoints"),
        .testTarget(name: "HTTPFetchTests", dependencies: ["HTTPFetch", "TestSupport"], swiftSettings: settings),
        .testTarget(name: "FeedParserTests", dependencies: ["FeedParser"], swiftSettings: settings),
        .testTarget(
            name: "TalentMatchTests", dependencies: ["TalentMatch"], exclude: ["Moves/Fixtures"],
            swiftSettings: settings),
        .testTarget(
            name: "WatchEngineTests", dependencies: ["WatchEngine", "TestSupport", "TalentMatch"],
            exclude: ["Store/Frozen"], swiftSettings: settings),
        .testTarget(
            name: "CommandTests", dependencies: ["talentwatch", "WatchEngine", "TestSupport"], swiftSettings: settings),
    ] + benchmarks
)

if isFuzzed {
    package.products = []
    package.dependencies = []
    package.targets = package.targets.filter { ["CXML2", "FeedParser"].contains($0.name) }
    package.targets += ["ParserFuzz", "DateFuzz", "TextFuzz"].map { name in
        .executableTarget(
            name: name, dependencies: ["FeedParser"], path: "Fuzz/\(name)",
            swiftSettings: settings + fuzzing + [.unsafeFlags(["-parse-as-library"])],
            linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address"])])
    }
}
