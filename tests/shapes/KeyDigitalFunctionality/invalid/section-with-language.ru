# expect: psgsh:KeyDigitalFunctionality-section sh:DatatypeConstraintComponent
# The value of “section” has a language tag.
INSERT DATA { <id/functionality/example> psg:section "text"@en }
