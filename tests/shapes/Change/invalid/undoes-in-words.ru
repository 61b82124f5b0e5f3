# expect: psgsh:Change-undoes sh:NodeKindConstraintComponent
# The change that was taken back is named by a number.
INSERT DATA { <id/change/1> psg:undoes 1 }
