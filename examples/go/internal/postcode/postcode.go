// Package postcode knows how British postcodes are made.
package postcode

import "unicode"

// Area is the letters in front of the first digit, "SW" of "SW1A 1AA"; empty for what does not begin so.
func Area(code string) string {
	for i, r := range code {
		if unicode.IsDigit(r) {
			return code[:i]
		}
		if !unicode.IsLetter(r) {
			break
		}
	}
	return ""
}
