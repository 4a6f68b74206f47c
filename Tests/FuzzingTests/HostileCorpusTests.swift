import Foundation
import Fuzzing
import Testing

/// What the fuzzers begin with (`compose/fuzz.sh`), run as it stands: nothing of it traps, hangs or is answered with a
/// contradiction. What a fuzzer finds is put beside it.
@Suite("Hostile corpus")
struct HostileCorpusTests {
  static func corpus(_ kind: String) -> [String] {
    let folder = MutatedDocument.tests.appending(path: "Fuzzing/Corpus/\(kind)")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted().map { folder.appending(path: $0).path }
  }

  @Test(
    "There is a corpus of each kind",
    arguments: [
      ("decoder", corpus("decoder").count), ("ubl", corpus("ubl").count),
      ("cii", MutatedDocument.all.count),
    ])
  func isThere(kind: String, count: Int) {
    #expect(count >= 20)
  }

  @Test(
    "S3: any bytes have one answer of the decoder", .timeLimit(.minutes(10)),
    arguments: corpus("decoder"))
  func decoder(path: String) throws {
    Fuzzing.decode(Array(try Data(contentsOf: URL(filePath: path))))
  }

  @Test(
    "S3: any bytes have one answer of the reader of documents", .timeLimit(.minutes(10)),
    arguments: corpus("ubl") + corpus("cii"))
  func documents(path: String) throws {
    Fuzzing.read(Array(try Data(contentsOf: URL(filePath: path))))
  }

  @Test(
    "S3: any change of a Cross Industry Invoice has one answer", .timeLimit(.minutes(10)),
    arguments: MutatedDocument.all)
  func mutated(document: MutatedDocument) throws {
    Fuzzing.read(Array(try document.text().utf8))
  }
}
