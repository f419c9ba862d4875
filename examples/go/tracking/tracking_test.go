package tracking

import "testing"

func TestFormat(t *testing.T) {
	for raw, want := range map[string]string{"rr 4731-24829gb": "RR4731248 29GB", "ab-12": "AB12", "": ""} {
		if got := Format(raw); got != want {
			t.Errorf("Format(%q) = %q, want %q", raw, got, want)
		}
	}
}

func TestValid(t *testing.T) {
	for number, want := range map[string]bool{
		"RR473124829GB": true, "RR473124828GB": false, "RR4731X4829GB": false, "RR47312482": false,
	} {
		if got := Valid(number); got != want {
			t.Errorf("Valid(%q) = %t, want %t", number, got, want)
		}
	}
}
