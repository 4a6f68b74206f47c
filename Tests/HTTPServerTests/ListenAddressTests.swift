import HTTPServer
import Testing

@Suite struct ListenAddressTests {
  @Test(arguments: [
    ("127.0.0.1:9464", ListenAddress.tcp(host: "127.0.0.1", port: 9464)),
    ("localhost:0", .tcp(host: "localhost", port: 0)),
    ("[::1]:80", .tcp(host: "::1", port: 80)),
    ("unix:/run/worker.sock", .unix(path: "/run/worker.sock")),
  ])
  func `an address is read and written alike`(text: String, address: ListenAddress) {
    #expect(ListenAddress(text) == address)
    #expect(address.description == text)
  }

  @Test(arguments: [
    "", "9464", ":9464", "localhost", "localhost:", "localhost:65536", "localhost:+1", "::1:80",
    "a b:80", "http://localhost:80", "unix:", "unix:" + String(repeating: "x", count: 108),
  ])
  func `what is no address is refused`(text: String) {
    #expect(ListenAddress(text) == nil)
  }
}
