DefinitionBlock ("", "DSDT", 2, "OSSWAP", "PARTITON", 0x00000001)
{
    OperationRegion (\GRNT, SystemMemory, 0x00000001001F0000, 0x1000)
    Field (\GRNT, ByteAcc, NoLock, Preserve)
    {
        Offset (0x10), 
        KREQ,   8, 
        LOUD,   8, 
        Offset (0x20), 
        GR00,   8, 
        Offset (0x40), 
        GM00,   8, 
        GM01,   8
    }

    Scope (\_SB)
    {
        Device (PA00)
        {
            Name (_HID, EisaId ("PNP0A08") /* PCI Express Bus */)  // _HID: Hardware ID
            Name (_CID, EisaId ("PNP0A03") /* PCI Bus */)  // _CID: Compatible ID
            Name (_UID, One)  // _UID: Unique ID
            Name (_SEG, One)  // _SEG: PCI Segment
            Name (_BBN, 0x40)  // _BBN: BIOS Bus Number
            Name (_CCA, One)  // _CCA: Cache Coherency Attribute
            Name (_CRS, ResourceTemplate ()  // _CRS: Current Resource Settings
            {
                WordBusNumber (ResourceProducer, MinFixed, MaxFixed, PosDecode,
                    0x0000,             // Granularity
                    0x0040,             // Range Minimum
                    0x004F,             // Range Maximum
                    0x0000,             // Translation Offset
                    0x0010,             // Length
                    ,, )
                DWordMemory (ResourceProducer, PosDecode, MinFixed, MaxFixed, Cacheable, ReadWrite,
                    0x00000000,         // Granularity
                    0xFE000000,         // Range Minimum
                    0xFE1FFFFF,         // Range Maximum
                    0x00000000,         // Translation Offset
                    0x00200000,         // Length
                    ,, , AddressRangeMemory, TypeStatic)
            })
        }

        Device (PR00)
        {
            Name (_HID, EisaId ("PNP0A08") /* PCI Express Bus */)  // _HID: Hardware ID
            Name (_CID, EisaId ("PNP0A03") /* PCI Bus */)  // _CID: Compatible ID
            Name (_UID, 0x02)  // _UID: Unique ID
            Name (_SEG, One)  // _SEG: PCI Segment
            Name (_BBN, Zero)  // _BBN: BIOS Bus Number
            Name (_CCA, One)  // _CCA: Cache Coherency Attribute
            Name (_CRS, ResourceTemplate ()  // _CRS: Current Resource Settings
            {
                WordBusNumber (ResourceProducer, MinFixed, MaxFixed, PosDecode,
                    0x0000,             // Granularity
                    0x0000,             // Range Minimum
                    0x003F,             // Range Maximum
                    0x0000,             // Translation Offset
                    0x0040,             // Length
                    ,, )
                DWordMemory (ResourceProducer, PosDecode, MinFixed, MaxFixed, Cacheable, ReadWrite,
                    0x00000000,         // Granularity
                    0xC0000000,         // Range Minimum
                    0xFDFFFFFF,         // Range Maximum
                    0x00000000,         // Translation Offset
                    0x3E000000,         // Length
                    ,, , AddressRangeMemory, TypeStatic)
                QWordMemory (ResourceProducer, PosDecode, MinFixed, MaxFixed, Cacheable, ReadWrite,
                    0x0000000000000000, // Granularity
                    0x0000000380000000, // Range Minimum
                    0x0000000B7FFFFFFF, // Range Maximum
                    0x0000000000000000, // Translation Offset
                    0x0000000800000000, // Length
                    ,, , AddressRangeMemory, TypeStatic)
            })
            Method (_STA, 0, NotSerialized)  // _STA: Status
            {
                If (GR00)
                {
                    Return (0x0F)
                }

                Return (Zero)
            }

            Method (_EJ0, 1, NotSerialized)  // _EJx: Eject Device, x=0-9
            {
                GR00 = Zero
            }
        }

        Device (ME00)
        {
            Name (_HID, EisaId ("PNP0C80") /* Memory Device */)  // _HID: Hardware ID
            Name (_UID, Zero)  // _UID: Unique ID
            Method (_STA, 0, NotSerialized)  // _STA: Status
            {
                If (GM00)
                {
                    Return (0x0F)
                }

                Return (Zero)
            }

            Method (_EJ0, 1, NotSerialized)  // _EJx: Eject Device, x=0-9
            {
                GM00 = Zero
            }

            Name (_CRS, ResourceTemplate ()  // _CRS: Current Resource Settings
            {
                QWordMemory (ResourceConsumer, PosDecode, MinFixed, MaxFixed, Cacheable, ReadWrite,
                    0x0000000000000000, // Granularity
                    0x0000000008000000, // Range Minimum
                    0x0000000077FFFFFF, // Range Maximum
                    0x0000000000000000, // Translation Offset
                    0x0000000070000000, // Length
                    ,, , AddressRangeMemory, TypeStatic)
            })
        }

        Device (ME01)
        {
            Name (_HID, EisaId ("PNP0C80") /* Memory Device */)  // _HID: Hardware ID
            Name (_UID, One)  // _UID: Unique ID
            Method (_STA, 0, NotSerialized)  // _STA: Status
            {
                If (GM01)
                {
                    Return (0x0F)
                }

                Return (Zero)
            }

            Method (_EJ0, 1, NotSerialized)  // _EJx: Eject Device, x=0-9
            {
                GM01 = Zero
            }

            Name (_CRS, ResourceTemplate ()  // _CRS: Current Resource Settings
            {
                QWordMemory (ResourceConsumer, PosDecode, MinFixed, MaxFixed, Cacheable, ReadWrite,
                    0x0000000000000000, // Granularity
                    0x00000001A0000000, // Range Minimum
                    0x00000001FFFFFFFF, // Range Maximum
                    0x0000000000000000, // Translation Offset
                    0x0000000060000000, // Length
                    ,, , AddressRangeMemory, TypeStatic)
            })
        }

        Method (QFUN, 1, Serialized)
        {
            OperationRegion (FCFG, SystemMemory, Arg0, 0x02)
            Field (FCFG, WordAcc, NoLock, Preserve)
            {
                FCMD,   16
            }

            Local0 = FCMD /* \_SB_.QFUN.FCMD */
            If ((Local0 != 0xFFFF))
            {
                FCMD = (Local0 & 0xFFFB)
                If ((FCMD & 0x04))
                {
                    LOUD = One
                }
            }
        }

        Device (KICK)
        {
            Name (_HID, "OSWP0001")  // _HID: Hardware ID
            Name (_UID, Zero)  // _UID: Unique ID
            Method (_STA, 0, Serialized)  // _STA: Status
            {
                Local0 = KREQ /* \KREQ */
                If (Local0)
                {
                    KREQ = Zero
                    If ((Local0 == One))
                    {
                        Notify (\_SB.PR00, One) // Device Check
                    }

                    If ((Local0 == 0x02))
                    {
                        Notify (\_SB.ME00, One) // Device Check
                    }

                    If ((Local0 == 0x03))
                    {
                        Notify (\_SB.ME01, One) // Device Check
                    }

                    If ((Local0 == 0xFF))
                    {
                        If (!GR00)
                        {
                            \_SB.QFUN (0xB0018004)
                        }
                    }
                }

                Return (0x0F)
            }
        }

        Device (MCRS)
        {
            Name (_HID, EisaId ("PNP0C02") /* PNP Motherboard Resources */)  // _HID: Hardware ID
            Name (_CRS, ResourceTemplate ()  // _CRS: Current Resource Settings
            {
                QWordMemory (ResourceConsumer, PosDecode, MinFixed, MaxFixed, NonCacheable, ReadWrite,
                    0x0000000000000000, // Granularity
                    0x00000000B0000000, // Range Minimum
                    0x00000000BFFFFFFF, // Range Maximum
                    0x0000000000000000, // Translation Offset
                    0x0000000010000000, // Length
                    ,, , AddressRangeMemory, TypeStatic)
            })
        }
    }
}
