package org.example.shelf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CallNumberTest {
    @Test
    void partsAreRead() {
        assertEquals(new CallNumber("QA", 76.73, "J38 B5"), CallNumber.parse(" qa 76.73  J38 B5"));
        assertEquals(new CallNumber("PN", 6, ""), CallNumber.parse("PN 6"));
    }

    @Test
    void numbersAreComparedAsNumbers() {
        assertTrue(CallNumber.parse("QA 9").compareTo(CallNumber.parse("QA 76.73")) < 0);
        assertTrue(CallNumber.parse("QA 9 B1").compareTo(CallNumber.parse("QA 9 A1")) > 0);
    }

    @Test
    void aNumberIsNeeded() {
        assertThrows(IllegalArgumentException.class, () -> CallNumber.parse("QA"));
        assertThrows(IllegalArgumentException.class, () -> CallNumber.parse("QA x"));
    }
}
