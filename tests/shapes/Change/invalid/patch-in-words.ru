# expect: psgsh:Change-patch sh:DatatypeConstraintComponent
# The patch is plain text.
INSERT DATA { <id/change/1> psg:patch "TX ." }
