# expect: psgsh:PublicService-status sh:PatternConstraintComponent
# The value of “status” is a script instead of a web address.
INSERT DATA { <id/service/example> adms:status <javascript:alert(1)> }
