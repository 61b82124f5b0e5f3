# expect: psgsh:Change-removedStatements sh:DatatypeConstraintComponent
# The count is no whole number.
INSERT DATA { <id/change/1> psg:removedStatements 1.5 }
