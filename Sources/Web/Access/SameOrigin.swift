/// Whether what a browser sends comes from a page of this server (cross-site request forgery). No tokens: browsers say where a request
/// comes from, and no script can change what they say.
package enum SameOrigin {
  /// Judged by the headers Sec-Fetch-Site, Origin and Host.
  package static func allows(site: String?, origin: String?, host: String?) -> Bool {
    if let site { return site == "same-origin" }
    guard let origin, let host, !host.isEmpty else { return false }
    // Whatever the scheme: in front of a proxy it is another one.
    guard let start = origin.firstRange(of: "://") else { return false }
    return origin[start.upperBound...].lowercased() == host.lowercased()
  }
}
