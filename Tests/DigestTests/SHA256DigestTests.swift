import Digest
import Testing

@Suite struct SHA256DigestTests {
  /// FIPS 180-4 examples, and lengths around the block of 64 bytes where padding changes shape
  /// (computed with coreutils' sha256sum).
  @Test(arguments: [
    ("", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    ("a", 55, "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318"),
    ("a", 56, "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a"),
    ("a", 64, "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"),
    ("a", 1_000_000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
  ])
  func knownAnswers(text: String, count: Int, expected: String) {
    let input = Array(String(repeating: text, count: count).utf8)
    #expect(SHA256Digest.of(input).description == expected)
  }

  @Test func partsGiveTheDigestOfTheWhole() {
    let whole = (0..<300).map { UInt8(truncatingIfNeeded: $0) }
    for cut in [0, 1, 63, 64, 65, 299, 300] {
      var hash = SHA256Hash()
      let (beginning, end) = (whole[..<cut], whole[cut...])
      hash.update(beginning.span)
      hash.update(end.span)
      #expect(hash.finalize() == SHA256Digest.of(whole))
    }
  }

  @Test func aCopyGoesOnByItself() {
    var hash = SHA256Hash()
    let (common, end) = (Array("common ".utf8), Array("end".utf8))
    hash.update(common.span)
    let beginning = hash.finalize()
    var copy = hash
    copy.update(end.span)
    #expect(hash.finalize() == beginning)
    #expect(copy.finalize() == SHA256Digest.of(Array("common end".utf8)))
  }

  @Test func aSliceIsDigestedAlone() {
    let bytes = Array("xxabcyy".utf8)
    #expect(SHA256Digest.of(bytes[2..<5]) == SHA256Digest.of(Array("abc".utf8)))
  }

  @Test func bytesComeBack() {
    let digest = SHA256Digest.of(Array("stored".utf8))
    #expect(SHA256Digest(bytes: digest.bytes) == digest)
    #expect(digest.bytes.count == SHA256Digest.byteCount)
    #expect(SHA256Digest(bytes: Array(digest.bytes.dropLast())) == nil)
    #expect(SHA256Digest(bytes: digest.bytes + [0]) == nil)
  }

  @Test func differentInputsDiffer() {
    let digests = Set((0..<1000).map { SHA256Digest.of(Array(String($0).utf8)) })
    #expect(digests.count == 1000)
  }
}
