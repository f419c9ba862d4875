// Package label prints address labels.
package label

import (
	"strings"
	"unicode"

	"example.com/parcelkit/internal/postcode"
	"example.com/parcelkit/parcel"
)

// Lines are the lines of a label, empty ones left out.
func Lines(to parcel.Address) []string {
	var lines []string
	for _, line := range []string{to.Name, to.Street, to.Town, tidyPostcode(to.Postcode), strings.ToUpper(to.Country)} {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// Sack is what a parcel is thrown into: country and postcode area.
func Sack(to parcel.Address) string {
	return strings.ToUpper(to.Country) + postcode.Area(tidyPostcode(to.Postcode))
}

// tidyPostcode writes a postcode in capitals, with one space before its last three characters.
func tidyPostcode(raw string) string {
	var kept []rune
	for _, r := range strings.ToUpper(raw) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			kept = append(kept, r)
		}
	}
	if len(kept) <= 3 {
		return string(kept)
	}
	cut := len(kept) - 3
	return string(kept[:cut]) + " " + string(kept[cut:])
}
