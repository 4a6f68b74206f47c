/// What begins when a run has ended.
package struct RunContinuation: Hashable, Sendable {
  /// A Post run over the drafts that it made.
  package var posts: Bool

  package init(posts: Bool = false) { self.posts = posts }

  package var isEmpty: Bool { !posts }
}
