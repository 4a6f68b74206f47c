import Digest
import PostgreSQLStorage
import Testing

@testable import Storage

/// A step that has been released has run on databases that exist: what it says must stay as it is. A change of the schema is
/// a new step.
@Suite("Released steps of the schema, PostgreSQL")
struct ReleasedStepsTests {
  /// By version, from 1.
  static let released = [
    "b6824ae22526f1c005f4436c092861b70dec126b28c1a26e942bf00e68be117d",
    "fafdf80d50df0212a5d11f210f8195942597bb623b796afb6f378c95e5dbd6ca",
    "e4e4a317e81a467738f4766b36b28f00cea98d3294c147e6bd52ded78bbc9819",
    "22b34f8266f18088746030786a1be1bbdc88375881d54e68ad1e12512f68dfad",
    "4d63b5533c2a3168d6ca9610d11b4224597a197fe3cb5eb676f46556b354f884",
    "f086611ea6c6cc3c71ce1ba5392884712abe68792e9f046980737d43aec6f985",
    "4f75c39f9b90c7265567e559d7816ba1bc28120159d287fb58fcb87cf0dc5a1d",
    "14c6c75dbb5fc9ede73c44caff42f70cdfa364041d3f81c6b58d53039896604f",
    "f29ea0cfb7cce2f2c5af14f697b548c7d6a513e3afdfe42712a6003103bf1838",
    "e4020833dd93e9f4dec3799f38d0877c1d487b119f27d5114f2c742cf8ad5fbf",
    "d51b7bdc110291ae86ce91e358e6bf40c58ea6ea622f36ae881d24dcb4bd674d",
    "a6ec622ce3f54f6a12bc0a445827201c6cae67fa57b12625863a70ca8ca1ba78",
    "da0d157274afb8b009fc5bf57f929d7c118ebb82daf2ecb85ac66ea6497d40f3",
    "b72aa2f6f149fce75dc3ab4778843e654412c2a5ba318bbf105b8bb7c8a2c7c3",
    "0975d5906b15359d22ed86b61f3160bc087e85eeb07a1ff5ed266ed6bb7dda3f",
    "6bbfa8b79e71f9dc178cfedc7692aec7e79c7b211a6de58652abaeda5fe8ceda",
    "03a59665133ce3b9cba947d47e50d89c294dddbae773023d1a172b966301ac12",
    "0f0450385d93f2478fb651786de27762fa7f8397a1ed5d28b9882a75302c21bb",
    "8b080f5a04b54692d0f8df0920c965161effd34fc5d7dafd12c08ae59165406f",
    "5f55178f0d4a4697653d63db3a2cb75013fb2fe493e0ea1d14ce3b5c8029a240",
    "d95fc354d66e9e39fe582a2c2861a4f07987d139b8935a8cfea9adbed1bf77df",
    "d574a99b8c7737481c48cb06d8c86306fa560f2a4f439231bebd9ec81f1e90a6",
    "d56680a40b5505a6cd97210b6468657e4503d9b4b866c28f9eb0ee85d5b2a677",
    "29ead132eef4b681f977e1017b5819a6797119ff7146851d5812e2e3e27f8939",
    "1b200355c54c39bd605d5676db654fe56e63abd598869b487dabd20f5b8df523",
    "86bf1ff93634652f0f58b15996ea05951609eef703cd0f454bf945e7ebee8c33",
    "858fa1a6f9fc759a0668f56848719f75d82dc4780184110e7db4b7065a4969dc",
    "cc1ec2ec88f873cce9c88df22f7ed34975cc51781d6b719ebab34f30778c2aed",
    "64ef4a345a514333ee94e17e2b5ce1517ad3d1d71cb11df7784647d95f061aa9",
  ]

  @Test("No released step is ever changed, and steps are numbered without gaps")
  func unchanged() {
    let steps = Migration.all.map { step in
      SHA256Digest.of(Array(step.statements(for: PostgreSQLDialect()).utf8)).description
    }
    #expect(Migration.all.map(\.version) == Array(1...Int64(Migration.all.count)))
    #expect(Array(steps.prefix(Self.released.count)) == Self.released)
    #expect(
      steps.count == Self.released.count,
      "add the hash of each new step: \(steps.dropFirst(Self.released.count))")
  }
}
