# expect: psgsh:Change-addedStatements sh:DatatypeConstraintComponent
# The count is no whole number.
INSERT DATA { <id/change/1> psg:addedStatements 1.5 }
