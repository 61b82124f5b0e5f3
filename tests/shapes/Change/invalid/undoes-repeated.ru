# expect: psgsh:Change-undoes sh:MaxCountConstraintComponent
# Two changes at once.
INSERT DATA { <id/change/1> psg:undoes <id/change/3> , <id/change/4> }
