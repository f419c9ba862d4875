package postcode

import "testing"

func TestArea(t *testing.T) {
	for code, want := range map[string]string{"SW1A 1AA": "SW", "E1 6AN": "E", "12345": "", "KW": "", "K-1": "", "": ""} {
		if got := Area(code); got != want {
			t.Errorf("Area(%q) = %q, want %q", code, got, want)
		}
	}
}
