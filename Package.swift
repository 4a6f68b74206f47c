// swift-tools-version: 6.3
import PackageDescription

/// Every module is compiled in Swift 6 mode; a warning is an error. Upcoming features as in the
/// proposals SE-0335, SE-0409, SE-0444, SE-0461, SE-0470 and SE-0481.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableUpcomingFeature("InferIsolatedConformances"),
  .enableUpcomingFeature("ImmutableWeakCaptures"),
]

/// The modules that call C: every unsafe expression carries the word `unsafe`.
let wrapper: [SwiftSetting] = strict + [.strictMemorySafety()]

/// The crash points of the kill tests exist in debug builds only.
let worker: [SwiftSetting] = strict + [.define("FAULT_POINTS", .when(configuration: .debug))]

func library(
  _ name: String, _ dependencies: [Target.Dependency] = [], settings: [SwiftSetting] = strict
) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(
  _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = [],
  resources: [Resource] = []
) -> Target {
  .testTarget(
    name: name, dependencies: dependencies, exclude: exclude, resources: resources,
    swiftSettings: strict)
}

/// A shorter loop for whoever works on one module: INVOICE_WORKER_TEST_TARGETS=BillingTests,MessagesTests
/// compiles and runs the tests of those targets only.
let testTargets = Context.environment["INVOICE_WORKER_TEST_TARGETS"].map {
  Set($0.split(separator: ",").map(String.init))
}

/// Only what looks like one: it becomes a word of a compiler's command line.
let commit = Context.environment["INVOICE_WORKER_COMMIT"].flatMap { text in
  (7...40).contains(text.utf8.count) && text.allSatisfy(\.isHexDigit) ? text : nil
}

let package = Package(
  name: "invoice-worker",
  products: [
    .executable(name: "invoice-worker", targets: ["invoice-worker"]),
    .executable(name: "invoice-documents", targets: ["invoice-documents"]),
    .executable(name: "benchmark", targets: ["benchmark"]),
  ],
  targets: [
    // C libraries of the system.
    .systemLibrary(
      name: "CRabbitMQ", pkgConfig: "librabbitmq", providers: [.apt(["librabbitmq-dev"])]),
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "CPostgreSQL", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    .systemLibrary(name: "CXML", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
    .systemLibrary(name: "CGLib", pkgConfig: "glib-2.0", providers: [.apt(["libglib2.0-dev"])]),
    .systemLibrary(
      name: "CPango", pkgConfig: "pangocairo", providers: [.apt(["libpango1.0-dev"])]),
    .systemLibrary(name: "CQPDF", pkgConfig: "libqpdf", providers: [.apt(["libqpdf-dev"])]),
    .systemLibrary(name: "CMemory"),
    .systemLibrary(
      name: "CMicroHTTPD", pkgConfig: "libmicrohttpd", providers: [.apt(["libmicrohttpd-dev"])]),
    .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
    .systemLibrary(
      name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    // Which commit was built, where whoever builds says so: INVOICE_WORKER_COMMIT=$(git rev-parse --short HEAD).
    .target(
      name: "CBuild",
      cSettings: commit.map { [.define("INVOICE_WORKER_COMMIT", to: $0)] } ?? []),

    // Infrastructure: knows nothing of billing.
    library("AMQP", ["CRabbitMQ"], settings: wrapper),
    library("SQLite", ["CSQLite"], settings: wrapper),
    library("PostgreSQL", ["CPostgreSQL"], settings: wrapper),
    library("Digest", ["CCrypto"], settings: wrapper),
    library("JSON"),
    library("ZoneData", ["CGLib"], settings: wrapper),
    library("Curl", ["CCurl"], settings: wrapper),
    library("Mail", ["CCurl", "Curl", "JSON"], settings: wrapper),
    library("HTTP", ["CCurl", "Curl"], settings: wrapper),
    library("Zip", ["CZip"], settings: wrapper),
    library("Metrics"),
    library("Traces", ["JSON"]),
    library("HTTPServer", ["CMicroHTTPD"], settings: wrapper),

    // The domain, pure.
    library("CivilTime"),
    library("Monetary"),
    library("Billing", ["CivilTime", "Monetary"]),

    // Edges of the domain: the wire and the database.
    library("Messages", ["Billing", "CivilTime", "Monetary", "JSON", "Digest", "Traces"]),
    library(
      "UBL", ["Billing", "CXML", "CivilTime", "Digest", "JSON", "Messages", "Monetary"],
      settings: wrapper),
    library("Pages", ["Billing", "CivilTime", "JSON"]),
    library("Tax", ["Billing", "CivilTime", "HTTP", "JSON", "Monetary"]),
    library("Storage", ["Billing", "CivilTime", "JSON", "Monetary"]),
    library("SQLiteStorage", ["CivilTime", "JSON", "Monetary", "SQLite", "Storage"]),
    library("PostgreSQLStorage", ["CivilTime", "Monetary", "PostgreSQL", "Storage"]),

    // The runtime and the commands.
    library(
      "Worker",
      [
        "AMQP", "Billing", "CivilTime", "Digest", "HTTP", "HTTPServer", "JSON", "Mail", "Messages",
        "Metrics", "Monetary", "Storage", "Tax", "Traces", "ZoneData",
      ],
      settings: worker),
    // The contract for machines, made from the tables that the worker itself runs on.
    library("Contract", ["Billing", "CivilTime", "JSON", "Messages", "Worker"]),
    // The operators' page, made of values.
    library("Web", ["Billing", "CivilTime", "JSON", "Messages", "Monetary", "Storage"]),
    .executableTarget(
      name: "invoice-worker",
      dependencies: [
        "AMQP", "Billing", "CBuild", "CMemory", "CivilTime", "Contract", "Digest", "HTTP",
        "HTTPServer", "JSON", "Mail", "Messages", "Monetary", "Pages", "PostgreSQLStorage",
        "SQLiteStorage", "Storage", "Tax", "UBL", "Web", "Worker", "Zip",
      ],
      swiftSettings: worker),
    // A program of its own, so that the libraries that draw and read PDF never enter the worker's process.
    .executableTarget(
      name: "invoice-documents",
      dependencies: ["Billing", "CPango", "CQPDF", "JSON", "Pages"],
      swiftSettings: wrapper),
    // Counts allocations by standing in for malloc: for the benchmark only, never for the worker.
    .target(name: "CAllocations"),
    .executableTarget(
      name: "benchmark",
      dependencies: [
        "AMQP", "Billing", "CAllocations", "CivilTime", "HTTP", "JSON", "Messages", "Monetary",
        "PostgreSQLStorage", "SQLiteStorage", "Storage", "Tax", "UBL", "Worker",
      ],
      // Compiled, or given to pgbench, while a benchmark runs.
      exclude: ["Limits"],
      swiftSettings: strict),

    // Tests, and what several of them share.
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
    tests("ArchitectureTests", []),
    tests(
      "CommandLineTests",
      [
        "AMQP", "Billing", "CivilTime", "Contract", "HTTP", "IngestionVectors", "JSON", "Mail",
        "Messages", "Monetary", "Pages", "PostgreSQL", "PostgreSQLStorage", "SQLite",
        "SQLiteStorage",
        "Storage", "StorageConformance", "Tax", "TestBroker", "TestMail", "TestPostgreSQL",
        "TestSupport", "Worker", "invoice-documents", "invoice-worker",
      ],
      // Run by its tests.
      exclude: ["zsh-candidates.zsh"]),
    tests("SQLiteTests", ["SQLite"]),
    .target(
      name: "StorageConformance",
      dependencies: ["Billing", "CivilTime", "Monetary", "Storage", "TestSupport"],
      path: "Tests/StorageConformance", swiftSettings: strict),
    tests(
      "SQLiteStorageTests",
      [
        "Billing", "CivilTime", "Digest", "Monetary", "SQLite", "SQLiteStorage", "Storage",
        "StorageConformance",
      ]),
    tests("CivilTimeTests", ["CivilTime", "TestSupport"]),
    tests("MonetaryTests", ["Monetary", "TestSupport"]),
    tests(
      "BillingTests", ["Billing", "CivilTime", "Monetary", "TestSupport"],
      resources: [.copy("Vectors")]),
    tests("DigestTests", ["Digest"]),
    tests("MetricsTests", ["Metrics"]),
    tests("TracesTests", ["Traces"]),
    tests("HTTPServerTests", ["HTTPServer", "TestSupport"]),
    tests("WebTests", ["Billing", "CivilTime", "Storage", "TestSupport", "Web"]),
    // Tests against a real mail server; TestMail starts it.
    .target(
      name: "TestMail", dependencies: ["TestSupport"], path: "Tests/TestMail",
      exclude: ["mail-server.py"], swiftSettings: strict),
    tests("MailTests", ["Mail", "TestMail", "TestSupport"]),
    // Tests against a real server of HTTP, which fails in every way; TestTaxEngine starts it.
    .target(
      name: "TestTaxEngine", dependencies: ["TestSupport"], path: "Tests/TestTaxEngine",
      exclude: ["tax-engine.py"], swiftSettings: strict),
    tests("HTTPTests", ["HTTP", "TestSupport", "TestTaxEngine"]),
    tests(
      "TaxTests",
      [
        "Billing", "CivilTime", "HTTP", "Monetary", "Tax", "TestSupport", "TestTaxEngine",
      ]),
    tests("ZoneDataTests", ["CivilTime", "ZoneData"]),
    // Tests against a real broker; TestBroker starts it.
    .target(
      name: "TestBroker", dependencies: ["TestSupport"], path: "Tests/TestBroker",
      swiftSettings: strict),
    tests("AMQPTests", ["AMQP", "TestBroker", "TestSupport"]),
    // Tests of the whole: TestWorker runs workers against a broker and a database.
    .target(
      name: "TestWorker",
      dependencies: [
        "AMQP", "Billing", "Contract", "JSON", "Messages", "PostgreSQL", "PostgreSQLStorage",
        "SQLite", "SQLiteStorage", "Storage", "TestBroker", "TestMail", "TestPostgreSQL",
        "TestSupport", "TestTaxEngine", "Worker",
      ],
      path: "Tests/TestWorker", swiftSettings: strict),
    tests(
      "EndToEndTests",
      [
        "AMQP", "Billing", "CivilTime", "Digest", "HTTPServer", "IngestionVectors", "JSON", "Mail",
        "Messages", "Monetary", "SQLite", "SQLiteStorage", "Storage", "TestBroker", "TestMail",
        "TestPostgreSQL", "TestSupport", "TestTaxEngine", "TestWorker", "Worker",
      ],
      // Run by its tests.
      exclude: ["Monitoring/read-metrics.py", "Tracing/trace-collector.py"]),
    // Its workers are processes of their own: the program must be built beside it.
    tests(
      "KillTests",
      [
        "AMQP", "SQLite", "TestMail", "TestSupport", "TestTaxEngine", "TestWorker", "Worker",
        "invoice-worker",
      ]),
    tests(
      "ChaosTests",
      [
        "AMQP", "PostgreSQL", "PostgreSQLStorage", "SQLite", "Storage", "TestBroker",
        "TestPostgreSQL", "TestSupport", "TestWorker", "Worker", "invoice-worker",
      ]),
    tests(
      "WorkerTests",
      [
        "AMQP", "Billing", "CivilTime", "Digest", "HTTP", "JSON", "Mail", "Messages", "Metrics",
        "Monetary", "PostgreSQLStorage", "SQLiteStorage", "Storage", "TestPostgreSQL",
        "TestSupport", "Traces", "Worker",
      ],
      // Read from the sources' own folder, where it is recorded too.
      exclude: ["Corpus"]),
    // Official example invoices, shared by the tests of ingestion.
    .target(
      name: "IngestionVectors", path: "Tests/IngestionVectors", exclude: ["README.md"],
      resources: [.copy("Cases"), .copy("Documents"), .copy("Pairs")], swiftSettings: strict),
    tests(
      "IngestionTests",
      [
        "Billing", "CivilTime", "IngestionVectors", "Messages", "Monetary", "TestSupport", "UBL",
      ],
      // Run by its tests.
      exclude: ["check-documents.py"]),
    tests("FuzzingTests", ["Fuzzing", "TestSupport"]),
    // What a fuzzer calls (compose/fuzz.sh); compiled always, so that it stays compilable.
    .target(
      name: "Fuzzing",
      dependencies: ["Billing", "CivilTime", "JSON", "Messages", "Monetary", "UBL", "Web"],
      path: "Tests/Fuzzing/Properties", swiftSettings: strict),
    .target(
      name: "FuzzDecoder", dependencies: ["Fuzzing"], path: "Tests/Fuzzing/Decoder",
      swiftSettings: strict),
    .target(
      name: "FuzzHTTP", dependencies: ["Fuzzing"], path: "Tests/Fuzzing/HTTP",
      swiftSettings: strict),
    .target(
      name: "FuzzUBL", dependencies: ["Fuzzing"], path: "Tests/Fuzzing/UBL", swiftSettings: strict),
    tests("UBLTests", ["JSON", "TestSupport", "UBL"]),
    // They run the program that draws, which is built beside them.
    tests(
      "PagesTests",
      [
        "Billing", "CivilTime", "JSON", "Monetary", "Pages", "TestSupport", "invoice-documents",
      ]),
    // They run scripts over what operators install and look at, where compose/test.sh is told to.
    tests(
      "OperationsTests", ["TestSupport", "invoice-worker"],
      exclude: [
        "check-alerts.py", "check-compose.sh", "check-deb.sh", "check-kubernetes.py",
        "check-page.py",
      ]),
    tests("JSONTests", ["JSON", "TestSupport"]),
    tests(
      "MessagesTests",
      ["Billing", "CivilTime", "Digest", "JSON", "Messages", "Monetary", "TestSupport"],
      exclude: ["Corpus"]),
    tests(
      "ContractTests",
      ["Billing", "CivilTime", "Contract", "JSON", "Messages", "TestSupport", "Worker"],
      // Run by its tests.
      exclude: ["check-contract.py"]),
    // Tests against a real PostgreSQL; TestPostgreSQL starts it.
    .target(
      name: "TestPostgreSQL", dependencies: ["PostgreSQL"], path: "Tests/TestPostgreSQL",
      swiftSettings: strict),
    tests("PostgreSQLTests", ["PostgreSQL", "TestPostgreSQL", "TestSupport"]),
    tests(
      "PostgreSQLStorageTests",
      [
        "Billing", "CivilTime", "Digest", "PostgreSQL", "PostgreSQLStorage", "Storage",
        "StorageConformance", "TestPostgreSQL",
      ]),
  ].filter { target in
    target.type != .test || testTargets?.contains(target.name) ?? true
  }
)
