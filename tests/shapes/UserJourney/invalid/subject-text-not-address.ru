# expect: psgsh:UserJourney-subject sh:NodeKindConstraintComponent
# The value of “subject” is text instead of an address.
INSERT DATA { <id/journey/example> dct:subject "http://metadata.un.org/sdg/16" }
