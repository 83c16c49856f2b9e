/** What stands for itself in both dialects, outside and inside of a class, and the escapes that mean the same. */
const plain = /[\w \-^$|,:;@/=!%~"'<>#)+*?{}]/.source;
const inClass = /[\w \-.,:;@/+*?=!%~"'<>#(){}$|]/.source;
const escaped = /\\[dw.\-/+*?()[\]{}|^$\\]/.source;
const shared = new RegExp(`^(?:${plain}|\\((?!\\?)|${escaped}|\\[\\^?(?:${inClass}|${escaped})+\\])*$`);

/**
 * Whether Java's regular expressions, by which API Gateway goes, take all that ECMAScript's take. Told by what may be
 * in a pattern: `.` and `\s` know other characters in Java, `[` and `&&` within a class are operators there.
 */
export function isSharedWithJava(pattern: string): boolean {
  return shared.test(pattern);
}
