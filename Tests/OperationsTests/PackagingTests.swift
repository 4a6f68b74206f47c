import Foundation
import TestSupport
import Testing

/// The forms in which others get the program. Each test needs more than Debian's plain packages, and runs with `--with` alone.
@Suite("Packaging", .serialized)
struct PackagingTests {
  @Test(
    "1.8: the Debian packages are built, clean, installed in a Debian of their own, and purged without a trace (only --with deb)",
    .enabled(if: TestExtras.has("deb"), "compose/test.sh --with deb; the installation needs root"))
  func debian() throws {
    let packages = try Script.kept("deb")
    let built = try Script.run(
      "compose/deb.sh", ["--out", packages.path] + Script.programs, log: "deb-build")
    try #require(built.status == 0, "\(built.output)")
    let checked = try Script.run(
      Script.folder.appending(path: "check-deb.sh").path,
      [packages.path, Script.root.appending(path: ".build/python-deb").path], log: "deb-check")
    #expect(checked.status == 0, "\(checked.output)")
  }

  @Test(
    "1.6: the manifests for Kubernetes, KEDA and the Prometheus operator are valid, and agree with each other (only --with kubernetes)",
    .enabled(if: TestExtras.has("kubernetes"), "compose/test.sh --with kubernetes"))
  func kubernetes() throws {
    let checked = try Script.run(
      Script.python(of: "kubernetes"),
      [
        Script.folder.appending(path: "check-kubernetes.py").path,
        Script.root.appending(path: "compose/kubernetes").path,
      ], log: "kubernetes")
    #expect(checked.status == 0, "\(checked.output)")
  }

  @Test(
    "1.8: compose.yaml starts a broker and two workers; requests are answered, also after one of them is killed; its profiles add PostgreSQL, Prometheus and the page (only --with podman)",
    .enabled(if: TestExtras.has("podman"), "compose/test.sh --with podman; needs root"),
    .enabled(if: podmanFault.isEmpty, "podman cannot start a container here: \(podmanFault)"))
  func containers() throws {
    let profiles = ["--profile", "postgres", "--profile", "metrics"]
    let made = try Script.run("compose/images.sh", profiles + Script.programs, log: "images")
    try #require(made.status == 0, "\(made.output)")
    let checked = try Script.run(
      Script.folder.appending(path: "check-compose.sh").path,
      [
        Script.program.path,
        Script.root.appending(path: ".build/python-podman/bin/podman-compose").path,
      ], log: "compose")
    #expect(checked.status == 0, "\(checked.output)")
  }

  /// Why podman cannot start a container, as compose/with/podman.sh found; empty where it can.
  private static var podmanFault: String {
    ProcessInfo.processInfo.environment["INVOICE_WORKER_TEST_PODMAN_FAULT"] ?? ""
  }

  @Test(
    "1.8: every script passes shellcheck, every Python file, JSON and YAML document can be read, and compose.yaml agrees with itself in every profile (only --with check)",
    .enabled(if: TestExtras.has("check"), "compose/test.sh --with check"))
  func scripts() throws {
    let checked = try Script.run("compose/check.sh", [], log: "check")
    #expect(checked.status == 0, "\(checked.output)")
  }
}
