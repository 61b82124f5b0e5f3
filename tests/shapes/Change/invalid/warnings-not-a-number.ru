# expect: psgsh:Change-warnings sh:DatatypeConstraintComponent
# The count is no whole number.
INSERT DATA { <id/change/1> psg:warnings 1.5 }
