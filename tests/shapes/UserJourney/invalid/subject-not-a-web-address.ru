# expect: psgsh:UserJourney-subject sh:PatternConstraintComponent
# The value of “subject” is a script instead of a web address.
INSERT DATA { <id/journey/example> dct:subject <javascript:alert(1)> }
