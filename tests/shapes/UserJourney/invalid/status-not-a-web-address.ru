# expect: psgsh:UserJourney-status sh:PatternConstraintComponent
# The value of “status” is a script instead of a web address.
INSERT DATA { <id/journey/example> adms:status <javascript:alert(1)> }
