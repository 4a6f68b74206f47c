import Foundation
import Fuzzing
import TestSupport
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
      ("http", corpus("http").count),
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
    "S3: any bytes are a call that the page lets in or refuses, by what they say",
    .timeLimit(.minutes(10)), arguments: corpus("http"))
  func calls(path: String) throws {
    Fuzzing.call(Array(try Data(contentsOf: URL(filePath: path))))
  }

  @Test(
    "S3: any change of a call has one answer too", .timeLimit(.minutes(10)),
    arguments: corpus("http"))
  func mutatedCalls(path: String) throws {
    let call = Array(try Data(contentsOf: URL(filePath: path)).prefix(2_048))
    var numbers = SeededGenerator(seed: 7)
    for _ in 0..<100 {
      var changed = call
      for _ in 0..<Int.random(in: 1...8, using: &numbers) {
        let place = Int.random(in: 0...changed.count, using: &numbers)
        switch Int.random(in: 0..<3, using: &numbers) {
        case 0:
          changed.insert(contentsOf: Self.parts.randomElement(using: &numbers) ?? [], at: place)
        case 1 where place < changed.count: changed.remove(at: place)
        default:
          if place < changed.count { changed[place] = .random(in: 0...255, using: &numbers) }
        }
      }
      Fuzzing.call(changed)
    }
  }

  private static let parts = [
    "%", "%2F", "%00", "/", "//", "?", "&", "=", "*", ".json", " ", "\n", ":", ";", "iw=",
    "\u{301}",
    "Host: localhost\n", "Sec-Fetch-Site: same-origin\n", "Origin: http://localhost\n", "next=",
  ].map { Array($0.utf8) }

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
