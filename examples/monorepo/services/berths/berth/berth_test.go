package berth

import "testing"

var berths = []Berth{{1, 300, 40, false}, {2, 120, 30, false}, {3, 150, 30, false}, {4, 120, 30, true}}

func TestFind(t *testing.T) {
	tests := []struct{ length, draught, want int }{{100, 20, 2}, {130, 20, 3}, {100, 30, 1}, {120, 29, 2}}
	for _, test := range tests {
		if got, found := Find(berths, test.length, test.draught); !found || got.Number != test.want {
			t.Errorf("Find(%d, %d) = %+v, %t, want %d", test.length, test.draught, got, found, test.want)
		}
	}
}

func TestNoBerth(t *testing.T) {
	if got, found := Find(berths, 400, 10); found {
		t.Errorf("got %+v", got)
	}
}
