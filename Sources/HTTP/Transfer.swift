import CCurl
import Curl

/// One request after another by one handle of the library, with everything set that does not change between them. Used by one
/// thread.
@safe final class Transfer: Identifiable {
  let handle: UnsafeMutableRawPointer
  /// The library's words for what went wrong; it writes them until the handle is freed.
  private let words: UnsafeMutablePointer<CChar>
  private let server: HTTPServer
  private let limits: HTTPLimits
  private let answer: Answer
  /// Kept while the library reads it.
  private var header: CurlList?

  /// What the library's callbacks write to.
  private final class Answer {
    let limits: HTTPLimits
    var body: [UInt8] = []
    var headerLength = 0
    var isTooLarge = false

    init(_ limits: HTTPLimits) { self.limits = limits }

    func clear() {
      body = []
      headerLength = 0
      isTooLarge = false
    }
  }

  /// The handle's address, by which the library names a transfer that has ended.
  var id: Int { unsafe Int(bitPattern: handle) }

  init(to server: HTTPServer, _ limits: HTTPLimits) throws(CurlFailure) {
    guard let handle = unsafe curl_easy_init() else { throw CurlFailure("no memory") }
    unsafe self.handle = handle
    unsafe words = .allocate(capacity: Int(CURL_ERROR_SIZE))
    unsafe words.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    self.server = server
    self.limits = limits
    answer = Answer(limits)
    try setRules()
    try setEncryption()
    try listen()
  }

  /// The callbacks may be called until the handle is freed, so what they are given lives longer.
  deinit {
    unsafe curl_easy_cleanup(handle)
    unsafe words.deallocate()
  }

  /// Makes the handle ready for a request.
  func prepare(_ request: HTTPRequest) throws(CurlFailure) {
    answer.clear()
    unsafe words[0] = 0
    var fields = ["Content-Type: application/json", "Accept: application/json", "Expect:"]
    if let token = server.token { fields.append("Authorization: Bearer \(token)") }
    fields += server.headers.map { "\($0.name): \($0.value)" }
    if let key = request.idempotencyKey { fields.append("Idempotency-Key: \(key)") }
    let header = try CurlList(fields)
    try CurlFailure.check(
      unsafe iw_curl_set_list(handle, CURLOPT_HTTPHEADER, header.pointer))
    self.header = header
    try set(CURLOPT_URL, "\(server)\(request.path)")
    let code = unsafe request.body.withUnsafeBytes { bytes in
      unsafe iw_curl_set_body(handle, bytes.baseAddress, bytes.count)
    }
    try CurlFailure.check(code)
  }

  /// What the request came to that ended with `code`.
  func outcome(_ code: CURLcode) -> HTTPOutcome {
    guard !answer.isTooLarge else { return .tooLarge }
    guard code == CURLE_OK else { return .failed(reason: reason(code)) }
    let status = unsafe iw_curl_status(handle)
    let seconds = unsafe min(Int64(iw_curl_retry_after(handle)), Self.mostSeconds)
    return .answered(
      HTTPResponse(
        status: status, body: answer.body, retryAfter: seconds > 0 ? .seconds(seconds) : nil))
  }

  /// Longer than anybody waits; what a server says may be any number.
  private static let mostSeconds: Int64 = 1 << 32

  private func reason(_ code: CURLcode) -> String {
    let detail = unsafe String(cString: words)
    return detail.isEmpty ? CurlFailure.words(code) : detail
  }

  // MARK: Options

  private func set(_ option: CURLoption, _ text: String) throws(CurlFailure) {
    // The library copies it.
    try CurlFailure.check(unsafe iw_curl_set_text(handle, option, text))
  }

  private func set(_ option: CURLoption, _ number: Int) throws(CurlFailure) {
    try CurlFailure.check(unsafe iw_curl_set_number(handle, option, number))
  }

  private func setRules() throws(CurlFailure) {
    // No signals for time limits: there are other threads.
    try set(CURLOPT_NOSIGNAL, 1)
    try set(CURLOPT_PROTOCOLS_STR, server.isEncrypted ? "https" : "http")
    // Requests go where the operator says, not where the environment of web clients points, nor where the server points.
    try set(CURLOPT_PROXY, "")
    try set(CURLOPT_FOLLOWLOCATION, 0)
    try set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
    try set(CURLOPT_USERAGENT, "invoice-worker")
    try set(CURLOPT_CONNECTTIMEOUT_MS, limits.connecting.wholeMilliseconds)
    try set(CURLOPT_TIMEOUT_MS, limits.answering.wholeMilliseconds)
    try CurlFailure.check(
      unsafe iw_curl_set_pointer(handle, CURLOPT_ERRORBUFFER, UnsafeMutableRawPointer(words)))
  }

  private func setEncryption() throws(CurlFailure) {
    try set(CURLOPT_SSL_VERIFYPEER, 1)
    try set(CURLOPT_SSL_VERIFYHOST, 2)
    try set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
    if let file = server.authorityFile { try set(CURLOPT_CAINFO, file) }
  }

  /// Takes the answer, and breaks it off where it is too large.
  private func listen() throws(CurlFailure) {
    let context = unsafe Unmanaged.passUnretained(answer).toOpaque()
    try CurlFailure.check(
      unsafe iw_curl_set_body_sink(
        handle,
        { bytes, size, count, context in
          guard let bytes = unsafe bytes, let context = unsafe context else { return 0 }
          let answer = unsafe Unmanaged<Answer>.fromOpaque(context).takeUnretainedValue()
          let length = size * count
          guard length <= answer.limits.answerLength - answer.body.count else {
            answer.isTooLarge = true
            return 0
          }
          unsafe answer.body.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: length))
          return length
        }, context))
    try CurlFailure.check(
      unsafe iw_curl_set_header_sink(
        handle,
        { _, size, count, context in
          guard let context = unsafe context else { return 0 }
          let answer = unsafe Unmanaged<Answer>.fromOpaque(context).takeUnretainedValue()
          let length = size * count
          answer.headerLength += length
          guard answer.headerLength <= answer.limits.headerLength else {
            answer.isTooLarge = true
            return 0
          }
          return length
        }, context))
  }
}

extension Duration {
  /// At least one: the library takes 0 for no limit at all.
  fileprivate var wholeMilliseconds: Int {
    let milliseconds = self / .milliseconds(1)
    return Int(max(1, min(milliseconds, 86_400_000)))
  }
}
